using CreatorStream.Pipeline.Catalog;

namespace CreatorStream.Pipeline.Workspaces.Counters;

/// <summary>
/// Cumulative counters as platforms report them, by content or account and platform. Shown beside own tracking, never
/// added to it. A missing one stays missing; one that falls gives a negative change. At equal times the greater
/// reading counts, whichever came first. Of each counter the two newest readings are kept: they are all that is shown; of followers and
/// views also those of the days before, for jumps are told by them.
/// </summary>
public sealed class CounterBook
{
    private readonly Dictionary<CounterSubject, SortedDictionary<string, Readings>> counters = [];
    private readonly Dictionary<CounterSubject, long> firstMicros = [];
    private readonly Dictionary<string, SortedSet<CounterSubject>> accountsByCampaign = [];
    private readonly Dictionary<string, SortedSet<CounterSubject>> byContent = [];
    private readonly Dictionary<(CounterSubject Subject, string Counter), DailyReadings> histories = [];

    /// <summary>Of how many days readings are kept: about half a year, for a follower who was bought stays or goes within weeks.</summary>
    public const int MostDays = 180;

    /// <summary>Names of counters.</summary>
    internal const string Followers = "followers";
    internal const string Views = "views";
    internal const string Likes = "likes";
    internal const string Comments = "comments";

    public void Put(CounterReading reading)
    {
        CounterSubject subject = reading.Subject;
        if (!counters.TryGetValue(subject, out SortedDictionary<string, Readings>? of))
        {
            counters[subject] = of = new(StringComparer.Ordinal);
            bool isContent = subject.Account.Length == 0;
            Add(isContent ? byContent : accountsByCampaign, isContent ? subject.Content : subject.Campaign, subject);
        }
        firstMicros[subject] = Math.Min(reading.TimeMicros, firstMicros.GetValueOrDefault(subject, long.MaxValue));
        foreach ((string name, long value) in reading.Values)
        {
            of[name] = of.GetValueOrDefault(name).With(reading.TimeMicros, value);
            if (name is Followers or Views)
            {
                if (!histories.TryGetValue((subject, name), out DailyReadings? history))
                {
                    histories[(subject, name)] = history = new DailyReadings();
                }
                history.Put(new CounterPoint(reading.TimeMicros, value));
            }
        }
    }

    /// <summary>The accounts of a campaign, by name and platform.</summary>
    public IReadOnlyCollection<CounterSubject> Accounts(string campaign) =>
        accountsByCampaign.GetValueOrDefault(campaign) ?? [];

    /// <summary>The platforms that report a content item.</summary>
    public IReadOnlyCollection<CounterSubject> OfContent(string content) => byContent.GetValueOrDefault(content) ?? [];

    /// <summary>By the names of counters, in ordinal order.</summary>
    public IEnumerable<KeyValuePair<string, CounterFigure>> Latest(CounterSubject subject) =>
        counters[subject].Select(of => KeyValuePair.Create(of.Key, of.Value.Figure));

    /// <summary>The time of the earliest reading of a subject that there is one of.</summary>
    internal long FirstMicros(CounterSubject subject) => firstMicros[subject];

    /// <summary>The newest reading; null: the platform never reported it.</summary>
    internal CounterPoint? Newest(CounterSubject subject, string counter) =>
        counters[subject].TryGetValue(counter, out Readings of) ? new CounterPoint(of.LastMicros, of.Last) : null;

    /// <summary>Of followers or views: the last reading of each day, by time.</summary>
    public IReadOnlyList<CounterPoint> Daily(CounterSubject subject, string counter) =>
        histories.GetValueOrDefault((subject, counter))?.Points ?? [];

    private static void Add(Dictionary<string, SortedSet<CounterSubject>> index, string name, CounterSubject subject)
    {
        if (!index.TryGetValue(name, out SortedSet<CounterSubject>? of))
        {
            index[name] = of = new SortedSet<CounterSubject>(CounterSubject.ByName);
        }
        of.Add(subject);
    }

    /// <summary>The readings of the two greatest times; a time of 0 is none.</summary>
    private readonly record struct Readings(long LastMicros, long Last, long BeforeMicros, long Before)
    {
        public CounterFigure Figure => new(Last, BeforeMicros == 0 ? null : Last - Before, LastMicros);

        public Readings With(long timeMicros, long value) =>
            timeMicros > LastMicros ? new(timeMicros, value, LastMicros, Last)
            : timeMicros == LastMicros ? this with { Last = Math.Max(Last, value) }
            : timeMicros > BeforeMicros ? this with { BeforeMicros = timeMicros, Before = value }
            : timeMicros == BeforeMicros ? this with { Before = Math.Max(Before, value) }
            : this;
    }
}
