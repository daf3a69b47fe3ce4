using System.Runtime.CompilerServices;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Analytics.Kpis;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Visitors.Journeys;

namespace CreatorStream.Pipeline.Partials;

/// <summary>
/// What a visitor task publishes at a tick: absolute rows, upserted by their key; only long journeys come in parts. Subjects and
/// entities are numbered by the task; new ones come along.
/// </summary>
/// <param name="ReplacesAll">What was published for the partition before is void, numbers too: a new owner begins.</param>
/// <param name="Rows">By section, see <see cref="Of"/>.</param>
public sealed record PartialRows(int Partition, bool ReplacesAll, TickRows Rows, TaskProgress Progress)
{
    /// <summary>The greatest event time of a workspace in which it moved; 0 where it moved in none.</summary>
    public long GreatestMicros => Of(TimeSection.Rows).Select(of => of.GreatestMicros).DefaultIfEmpty().Max();

    /// <summary>The rows of a section.</summary>
    public IReadOnlyList<TRow> Of<TRow>(PartialSection<TRow> section) => Rows.Of(section);

    /// <summary>
    /// Whoever has taken the rows in may say so, once: they must not be looked at any more, for another tick is written
    /// over them.
    /// </summary>
    public void Release() => Rows.Release();
}

/// <summary>What a number of a task stands for.</summary>
public readonly record struct Numbered<T>(int Number, T Value);

/// <summary>How far a task has come, for readiness and metrics.</summary>
/// <param name="EventsOffset">How far it has read its events (IEventReader.Offset): they are in these rows.</param>
/// <param name="CatalogOffset">The offset up to which the catalog is.</param>
/// <param name="VerdictsApplied">How many verdicts it has taken in.</param>
public sealed record TaskProgress(long EventsOffset, long CatalogOffset, long VerdictsApplied, TaskCounters Counters);

/// <summary>Totals since the task's state began.</summary>
public readonly record struct TaskCounters(
    long Accepted,
    long Duplicates,
    long ReusedIds,
    long Late,
    long TooOld,
    long TooEarly,
    long Damaged,
    long Visitors
);

/// <summary>The greatest event time of a workspace in one partition.</summary>
public readonly record struct WorkspaceTime(string Workspace, long GreatestMicros);

public enum EntityLevel : byte
{
    Campaign,
    Creator,
    Content,
    Platform,
}

/// <summary>Whose people are counted: a campaign, or a creator, content item or platform within it.</summary>
public readonly record struct Entity(string Workspace, string Campaign, EntityLevel Level, string Name)
{
    /// <summary>The campaign, creator and content that something counts for: none without a campaign.</summary>
    public static IEnumerable<Entity> Of(string workspace, Placement placement, string content)
    {
        if (placement.Campaign.Length == 0)
        {
            yield break;
        }
        yield return new Entity(workspace, placement.Campaign, EntityLevel.Campaign, "");
        if (placement.Creator.Length > 0)
        {
            yield return new Entity(workspace, placement.Campaign, EntityLevel.Creator, placement.Creator);
        }
        if (content.Length > 0)
        {
            yield return new Entity(workspace, placement.Campaign, EntityLevel.Content, content);
        }
    }
}

/// <summary>Touches of one group of kinds: its columns of <see cref="KindColumns"/>.</summary>
[InlineArray(KindColumns.Width)]
public struct TouchCounts : ISums<TouchCounts>
{
    private int first;

    public readonly bool IsZero => !((ReadOnlySpan<int>)this).ContainsAnyExcept(0);

    public static TouchCounts operator +(TouchCounts a, TouchCounts b)
    {
        for (int column = 0; column < KindColumns.Width; column++)
        {
            a[column] += b[column];
        }
        return a;
    }

    public static TouchCounts operator -(TouchCounts a, TouchCounts b)
    {
        for (int column = 0; column < KindColumns.Width; column++)
        {
            a[column] -= b[column];
        }
        return a;
    }
}

/// <summary>Counts of one subject in one pane, of the group of kinds that its section is of.</summary>
public readonly record struct CountRow(int Subject, int Pane, TouchCounts Counts);

/// <summary>A step of rolling reach (see RollingReach): all people, and the inauthentic actors among them.</summary>
public readonly record struct ReachRow(int Entity, byte Window, int Pane, int All, int Excluded);

/// <summary>A touch of a journey, 16 bytes: ordered by <see cref="TouchKey"/>, which is time, then kind.</summary>
/// <param name="Subject">Its number in the task.</param>
/// <param name="EngagedMillis">Of a visit, how long its page was looked at; 0 of other touches.</param>
public readonly record struct JourneyTouch(ulong Key, int Subject, int EngagedMillis)
{
    public long TimeMicros => TouchKey.TimeMicros(Key);

    public EventType Kind => TouchKey.Kind(Key);

    public int Pane => TouchKey.Pane(Key);
}

/// <summary>
/// A visitor with conversions or refunds, or with a mark by which others may be known: all of them, and the whole journey; or what
/// was added to both since a row before.
/// </summary>
/// <param name="Touches">In order of time and kind.</param>
/// <param name="ConversionBytes">In the form of <see cref="ConversionEvents"/>, in order of arrival.</param>
public readonly record struct JourneyRow(
    string Workspace,
    ulong Visitor,
    bool Inauthentic,
    ReadOnlyMemory<JourneyTouch> Touches,
    ReadOnlyMemory<byte> ConversionBytes
)
{
    /// <summary>How many touches the rows before had, to which these are added.</summary>
    public int TouchesBefore { get; init; }

    /// <summary>How long the conversions of the rows before were, behind which these come.</summary>
    public int ConversionBytesBefore { get; init; }

    /// <summary>It takes the place of the rows before.</summary>
    public bool IsWhole => TouchesBefore == 0 && ConversionBytesBefore == 0;

    public IReadOnlyList<ConversionEvent> Conversions => ConversionEvents.Read(ConversionBytes.Span);
}

/// <summary>What one partition knows of an actor that it has evidence about, or that a verdict names.</summary>
/// <param name="Actor">Its name; empty where it isn't known or the person was erased.</param>
/// <param name="EventsBySubject">How many of its touches concern a subject: of the subjects for which that changed.</param>
public sealed record EvidenceRow(
    string Workspace,
    ulong Visitor,
    string Actor,
    Signs Signs,
    long FirstMicros,
    long LastMicros,
    IReadOnlyDictionary<int, int> EventsBySubject
);

/// <summary>What stage 2 holds an actor to be; comes back to the task that owns it. The last one counts.</summary>
public readonly record struct Verdict(string Workspace, ulong Visitor, VerdictLevel Level);
