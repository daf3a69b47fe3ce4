namespace CreatorStream.Analytics.Authenticity;

/// <summary>
/// Reason <c>click-flood</c>: an actor clicks links again and again, and each time the page is left within
/// <see cref="MostEngagedMillis"/>; no other page, no cart, no conversion, ever. One exception lifts it: who is curious, or
/// compares prices, looks once in a while. A page without a click is one only from one in twenty on: clicks get lost, or come late. The rule is a judgement of ours, after what is known of click farms. How many: if
/// people leave two pages in five at once, some more and some less (a beta distribution with 2 and 3), n of n are left so by
/// 24 ÷ ((n+2)(n+3)(n+4)) of them: 2 in 1,000 with 20, and 1 in 10,000 with 60, where <see cref="Timing.TimingSignal"/>
/// also ends. Pages that don't say how long they were looked at accuse nobody, nor do clicks whose pages don't report: a blocker
/// may stop them. Costs about 5 ns for each touch that is looked at, until the first exception.
/// </summary>
public struct ClickFlood
{
    public const int LeastLandings = 20;
    public const int StrongLandings = 60;
    public const int MostEngagedMillis = 3_000;

    /// <summary>A page that is seen so soon after a click is where the click led to.</summary>
    public const long LandingMicros = 30_000_000;

    private const int LandingsPerStray = 20;

    private const double StrongConfidence = 0.9;
    private const double WeakConfidence = 0.6;

    private int clicks;
    private int landings;
    private int strays;
    private int timed;
    private long lastClick;
    private long lastPage;
    private int pageMillis;
    private int open;
    private bool isAnonymous;

    public static Detector Detector { get; } =
        new(
            new Reason(
                "click-flood",
                "At least 20 clicks whose pages were all left within 3 s, with no other page (but for one in twenty), no cart and no conversion.",
                StrongConfidence,
                "Who tests links for a living; a child with a telephone; whose mail is scanned by a program that opens each of its links."
            ),
            Cause.Clicks,
            evidence =>
                (evidence.Signs & Signs.ClickFlood) != 0 ? StrongConfidence
                : (evidence.Signs & Signs.LikelyClickFlood) != 0 ? WeakConfidence
                : 0
        );

    /// <summary>Something speaks for a person: nothing is said, whatever comes.</summary>
    public bool IsLifted { get; private set; }

    /// <param name="isAnonymous">A stranger may have said so.</param>
    public void AddClick(long micros, bool isAnonymous)
    {
        clicks++;
        open = micros - lastClick > LandingMicros ? 1 : open + 1;
        lastClick = micros;
        this.isAnonymous |= isAnonymous;
    }

    /// <summary>A page of the site, not before the clicks so far.</summary>
    /// <param name="isDeeper">Not one to which links lead: without a click, who looks at it is interested.</param>
    public void AddPage(long micros, int engagedMillis, bool isAnonymous, bool isDeeper = false)
    {
        if (open == 0 || micros - lastClick > LandingMicros)
        {
            strays++;
            IsLifted |= isDeeper;
        }
        else
        {
            open--;
            landings++;
        }
        // Of pages at one moment, which arrival puts in order, the longest look counts.
        int before = micros == lastPage ? pageMillis : 0;
        lastPage = micros;
        pageMillis = before;
        AddStay(Math.Max(0, engagedMillis - before), isAnonymous);
    }

    /// <summary>More engaged time of the page before.</summary>
    public void AddStay(int engagedMillis, bool isAnonymous)
    {
        timed += pageMillis == 0 && engagedMillis > 0 ? 1 : 0;
        // No sum of what anybody may say overflows.
        pageMillis = (int)Math.Min(int.MaxValue, (long)pageMillis + engagedMillis);
        IsLifted |= pageMillis > MostEngagedMillis;
        this.isAnonymous |= isAnonymous;
    }

    /// <summary>Something that only who is interested does.</summary>
    public void Lift() => IsLifted = true;

    /// <summary>The sign that follows, or none.</summary>
    public readonly Signs Sign =>
        IsLifted
        || landings < LeastLandings
        || landings * 2 < clicks
        || timed * 4 < landings
        || strays * LandingsPerStray > landings
            ? Signs.None
        : landings >= StrongLandings && !isAnonymous ? Signs.ClickFlood
        : Signs.LikelyClickFlood;
}
