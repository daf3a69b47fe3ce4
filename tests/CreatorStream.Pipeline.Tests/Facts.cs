using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using CreatorStream.Analytics.Alerts.Learned;
using CreatorStream.Analytics.Panes;
using CreatorStream.Events;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Audience;
using CreatorStream.Pipeline.Visitors.Authenticity;
using CreatorStream.Pipeline.Visitors.ClosingClicks;
using CreatorStream.Pipeline.Visitors.Comments;
using CreatorStream.Pipeline.Visitors.Engagement;
using CreatorStream.Pipeline.Visitors.Groups;
using CreatorStream.Pipeline.Visitors.Overlap;
using CreatorStream.Pipeline.Visitors.Paths;
using CreatorStream.Pipeline.Visitors.Persons;
using CreatorStream.Pipeline.Visitors.Sessions;
using CreatorStream.Pipeline.Visitors.Splits;
using CreatorStream.Pipeline.Visitors.Texts;

namespace CreatorStream.Pipeline.Tests;

/// <summary>Random events of a small world, and a visitor flow to put them through.</summary>
internal static class Facts
{
    public const ulong Secret = 42;
    public const long NowMicros = 1_790_000_000_000_000;

    private static readonly EventType[] Types =
    [
        .. EventTypes.All.Select(kind => kind.Type).Where(type => type.IsTouch()),
        EventType.Purchase,
    ];

    public static string[] Random(Random random, int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                {
                    // Over five days, or on walks through pages a quarter of an hour apart: sessions that grow together.
                    bool walks = random.Next(2) == 0;
                    EventType type = walks && random.Next(2) == 0 ? EventType.Visit : Types[random.Next(Types.Length)];
                    long time =
                        NowMicros
                        - (walks ? random.Next(30) * 900_000_000L : random.NextInt64(0, 5 * 86_400) * 1_000_000);
                    return JsonSerializer.Serialize(
                        new Dictionary<string, string>
                        {
                            ["id"] = $"e{i}",
                            ["type"] = type.WireName(),
                            ["time"] = Rfc3339.Format(time),
                            ["visitor"] = $"v{random.Next(60)}",
                            ["content"] = $"post-{random.Next(8)}",
                            ["campaign"] = $"campaign-{random.Next(2)}",
                            ["creator"] = $"creator-{random.Next(3)}",
                            ["seconds"] = type.IsOfSession() ? $"{random.Next(30)}.5" : "0",
                            ["country"] =
                                i % 3 == 0 ? ""
                                : i % 7 == 0 ? "ZZ"
                                : "DE",
                            ["order"] = type == EventType.Purchase ? $"o{i}" : "",
                            ["person"] = i % 11 == 0 ? $"login:{i % 7}" : "",
                        }
                    );
                }),
        ];

    /// <summary>
    /// About as many actions of visitors in a minute as people reach, proven or said by strangers, and more than are looked
    /// through at one moment.
    /// </summary>
    public static string[] Bursts(Random random)
    {
        var lines = new List<string>();
        for (int burst = 0; burst < 40; burst++)
        {
            string visitor = $"v{random.Next(12)}";
            long start = NowMicros - (random.Next(20) * 30_000_000L);
            bool isMoment = random.Next(4) == 0;
            int actions = isMoment ? random.Next(30, 150) : random.Next(20, 60);
            for (int n = 0; n < actions; n++)
            {
                string via = random.Next(8) == 0 ? "import" : "pixel";
                string type = isMoment || random.Next(3) > 0 ? "click" : "visit";
                long time = isMoment ? start : start + (random.Next(61) * 1_000_000L);
                lines.Add(
                    $$"""{"id":"b{{burst}}-{{n}}","type":"{{type}}","via":"{{via}}","time":"{{Rfc3339.Format(time)}}","visitor":"{{visitor}}","content":"post-{{random.Next(3)}}","campaign":"campaign-0","seconds":{{(type == "visit" ? 3 : 0)}}}"""
                );
            }
        }
        return [.. lines];
    }

    /// <summary>One that says enough to be told again.</summary>
    public static string LongComment(string id, string visitor, int secondsAgo = 0) =>
        $$"""{"id":"{{id}}","type":"comment","time":"{{Rfc3339.Format(
            NowMicros - (secondsAgo * 1_000_000L)
        )}}","visitor":"{{visitor}}","content":"post-1","campaign":"campaign-0","country":"DE","text":"I have never used anything as good as this lovely serum"}""";

    /// <summary>A click and, a minute later, a purchase.</summary>
    public static string[] Bought(string visitor) =>
        [
            $$"""{"id":"c-{{visitor}}","type":"click","time":"{{Rfc3339.Format(
                NowMicros - 60_000_000L
            )}}","visitor":"{{visitor}}","content":"post-1","campaign":"campaign-0"}""",
            $$"""{"id":"o-{{visitor}}","type":"purchase","time":"{{Rfc3339.Format(
                NowMicros
            )}}","visitor":"{{visitor}}","order":"o-{{visitor}}"}""",
        ];

    /// <summary>Impressions of one visitor at one moment, of the same content.</summary>
    public static string[] AtOnce(int count)
    {
        string time = Rfc3339.Format(NowMicros);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                    $$"""{"id":"i{{i}}","type":"impression","time":"{{time}}","visitor":"everybody","content":"post-0"}"""
                ),
        ];
    }

    /// <param name="takesOut">Whether bursts are taken out, of which some wait while more comes.</param>
    public static void Feed(VisitorFlow flow, IEnumerable<string> lines, int batchSize, bool takesOut = true)
    {
        var batch = new FactBatch(Secret);
        foreach (string[] chunk in lines.Chunk(batchSize))
        {
            Fill(batch, chunk);
            flow.Next(batch);
            flow.TakeOutBursts(takesOut ? 50 : 0);
        }
        if (takesOut)
        {
            flow.TakeOutAllBursts();
        }
    }

    public static void Fill(FactBatch batch, IEnumerable<string> lines)
    {
        var parser = new EventParser();
        var rejections = new List<Rejection>();
        batch.Events.Clear();
        foreach (string line in lines)
        {
            parser.ParseLine(Encoding.UTF8.GetBytes(line), 0, NowMicros, batch.Events.Append, rejections);
        }
        Assert.Empty(rejections);
        batch.AppendedToFill().Fill(NowMicros);
    }

    /// <summary>A stranger's clicks in a visitor's name, one a second.</summary>
    public static IEnumerable<string> Clicks(string visitor, int count) =>
        Enumerable
            .Range(0, count)
            .Select(n =>
                $$"""{"id":"{{visitor}}-c{{n}}","type":"click","via":"pixel","time":"{{Rfc3339.Format(
                    NowMicros - (n * 1_000_000L)
                )}}","visitor":"{{visitor}}","content":"post-0","campaign":"campaign-0"}"""
            );

    /// <summary>All rows by name, so that flows which number things differently can be compared; rows of zeros left out.</summary>
    public static SortedDictionary<string, string> Rows(VisitorState state, VisitorFlow flow)
    {
        PartialRows rows = flow.Tick(0, new TaskProgress(0, 0, 0, default));
        var named = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (CountSection group in CountSection.Groups)
        {
            foreach (CountRow row in rows.Of(group).Where(row => !row.Counts.IsZero))
            {
                string anonymous = state.Subjects.IsAnonymous(row.Subject) ? "anonymous" : "";
                string name = group.Tag == 4 ? "count" : $"count {group.Tag}";
                named[$"{name} {state.Subjects.Subjects[row.Subject]} {anonymous} {row.Pane}"] = string.Join(
                    ',',
                    (int[])[.. row.Counts]
                );
            }
        }
        foreach (SplitRow row in rows.Of(SplitSection.Rows).Where(row => !row.Counts.IsZero))
        {
            string name = $"split {state.Subjects.Subjects[row.Subject]} {row.Facets.Country} {row.Group}";
            int[] counts = [.. row.Counts];
            // Of what strangers say and others there are two subjects of the same words.
            named[$"{name} {state.Subjects.IsAnonymous(row.Subject)}"] = string.Join(',', counts);
        }
        foreach (SplitStepRow row in rows.Of(SplitStepSection.Rows).Where(row => !row.Counts.IsZero))
        {
            // What is older may be dropped by now, or not.
            int greatest = Pane.Of(state.GreatestMicros(state.Subjects.Workspace(row.Subject)));
            if (row.Step * Step.Panes >= Pane.MinuteCut(greatest))
            {
                string name = $"step {state.Subjects.Subjects[row.Subject]} {row.Facets.Country} {row.Step}";
                int[] counts = [.. row.Counts];
                named[$"{name} {state.Subjects.IsAnonymous(row.Subject)}"] = string.Join(',', counts);
            }
        }
        foreach (ReachRow row in rows.Of(ReachSection.Rows))
        {
            if (row.All != 0 || row.Excluded != 0)
            {
                Entity entity = state.Subjects.Entities[row.Entity];
                named[$"reach {entity} {row.Window} {row.Pane}"] = $"{row.All} {row.Excluded}";
            }
        }
        foreach (MetRow row in rows.Of(MetSection.Rows).Where(row => !row.Counts.IsZero))
        {
            int[] counts = [.. row.Counts];
            named[$"met {state.Subjects.Entities[row.Entity]} {row.Group}"] = string.Join(',', counts);
        }
        foreach (PairRow row in rows.Of(PairSection.Rows).Where(row => !row.People.IsZero))
        {
            IEnumerable<string> pair = ((int[])[row.One, row.Other]).Select(of => $"{state.Subjects.Entities[of]}");
            named[$"pair {string.Join(' ', pair.Order(StringComparer.Ordinal))}"] =
                $"{row.People.All} {row.People.Excluded}";
        }
        foreach (EngagerRow row in rows.Of(EngagerSection.Rows).Where(row => !row.Acts.IsEmpty))
        {
            IEnumerable<string> acts = MemoryMarshal
                .Cast<byte, EngagerAct>(row.Acts.Span)
                .ToArray()
                .Select(of => $"{state.Subjects.Subjects[of.Subject].Content} {of.Minute} {of.Bits}");
            named[$"engager {row.Workspace} {row.Visitor}"] = string.Join(',', acts.Order(StringComparer.Ordinal));
        }
        foreach (EngagedHourRow row in rows.Of(EngagedHourSection.Rows).Where(row => row.Events != 0))
        {
            named[$"engaged {state.Subjects.Subjects[row.Subject]} {row.Hour}"] = $"{row.Events}";
        }
        foreach (SessionRow row in rows.Of(SessionSection.Rows))
        {
            if (!row.Counts.IsZero)
            {
                Entity entity = state.Subjects.Entities[row.Entity];
                long[] sums = [.. row.Counts];
                named[$"sessions {entity} {row.Pane}"] = string.Join(' ', sums);
            }
        }
        foreach (ClosingClickRow row in rows.Of(ClosingClickSection.Rows).Where(row => row.ClickMicros != 0))
        {
            named[$"closing {row.Visitor} {row.Order}"] =
                $"{row.OrderMicros} {row.ClickMicros} {state.Subjects.Subjects[row.Subject]} {row.IsInjected}";
        }
        foreach (PersonRow row in rows.Of(PersonSection.Rows))
        {
            named[$"person {row.Workspace} {row.Visitor:x} {row.Mark:x}"] = "";
        }
        foreach (JourneyRow row in rows.Of(JourneySection.Rows))
        {
            IEnumerable<string> touches = row
                .Touches.ToArray()
                .Select(of => $"{of.TimeMicros} {of.Kind} {state.Subjects.Subjects[of.Subject]}")
                .Order(StringComparer.Ordinal);
            IEnumerable<string> conversions = row
                .Conversions.Select(of => of.Lead == default ? of.Order : $"{of.Order} {of.Lead}")
                .Order(StringComparer.Ordinal);
            named[$"journey {row.Visitor}"] = string.Join(';', touches.Concat(conversions)) + row.Inauthentic;
        }
        foreach (EvidenceRow row in rows.Of(EvidenceSection.Rows))
        {
            named[$"evidence {row.Visitor}"] = $"{row.Actor} {row.Signs} {row.FirstMicros} {row.LastMicros}";
            foreach ((int subject, int events) in row.EventsBySubject)
            {
                string anonymous = state.Subjects.IsAnonymous(subject) ? "anonymous" : "";
                named[$"evidence {row.Visitor} {state.Subjects.Subjects[subject]} {anonymous}"] = $"{events}";
            }
        }
        foreach (TextRow row in rows.Of(TextSection.Rows).Where(row => row.Text != 0))
        {
            named[$"text {row.Visitor} {row.Text}"] = $"{row.Time}";
        }
        foreach (TextRow row in rows.Of(TextSection.Copies).Where(row => row.Text != 0))
        {
            named[$"copy {row.Visitor} {row.Text} {row.Time}"] = "";
        }
        foreach (AudienceRow row in rows.Of(AudienceSection.Rows).Where(row => !row.Engagers.IsZero))
        {
            named[$"audience {state.Subjects.Entities[row.Entity]} {row.Engagements}"] =
                $"{row.Engagers.All} {row.Engagers.Excluded}";
        }
        foreach (CommentRow row in rows.Of(CommentSection.Rows).Where(row => !row.Counts.IsZero))
        {
            long[] counts = [.. row.Counts];
            named[$"comments {state.Subjects.Subjects[row.Subject]}"] = string.Join(' ', counts);
        }
        return named;
    }
}
