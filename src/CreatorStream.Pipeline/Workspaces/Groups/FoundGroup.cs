using System.Globalization;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Analytics.Authenticity.Groups;
using CreatorStream.Events;

namespace CreatorStream.Pipeline.Workspaces.Groups;

/// <summary>One of a found group.</summary>
/// <param name="IsFollowed">Others of a pod come after it, and it may know nothing of them.</param>
/// <param name="HasJoined">It is of the group as long as it is likely enough beside others, so it doesn't name it.</param>
public readonly record struct GroupMember(
    int Partition,
    ulong Visitor,
    double Likelihood,
    bool IsFollowed = false,
    bool HasJoined = false
);

/// <summary>Something that one of a found group did.</summary>
/// <param name="Minute">Since 2000, of the first of the events.</param>
public readonly record struct GroupAct(ulong Visitor, string Campaign, string Content, int Minute, int Events);

/// <summary>A group of actors who did something together that people don't, with names in the place of numbers.</summary>
/// <param name="Content">null: all of the creator's, or of several creators.</param>
/// <param name="Creator">null: several.</param>
/// <param name="Platform">Of what it began with.</param>
/// <param name="FirstMinute">Since 2000.</param>
/// <param name="Expected">How many actors people alone would come to.</param>
public sealed record FoundGroup(
    GroupKind Kind,
    string? Content,
    string? Creator,
    string Platform,
    int FirstMinute,
    int LastMinute,
    double Expected,
    IReadOnlyList<GroupMember> Members,
    IReadOnlyList<GroupAct> Acts
)
{
    private const long MinuteMicros = 60_000_000;
    private const int MinutesPerHour = 60;

    /// <summary>
    /// What it may be called: by what it is about and the hour or day in which it began (of a creator there may be one on each platform);
    /// a pod by the one of it that comes first by hash. Then what it would be called had less been found of it, by its later hours and
    /// other members: under one of these somebody may have decided about it. Who joined a pod doesn't name it: it may have joined several.
    /// </summary>
    public IReadOnlyList<string> Ids { get; } =
        Kind switch
        {
            GroupKind.Pod => [.. IdsOfPod(Members.Where(of => !of.HasJoined))],
            GroupKind.SlowDrip => [IdOfDrip(Creator, Platform, FirstMinute)],
            _ => [.. Hours(FirstMinute, LastMinute).Select(hour => IdOfBurst(Content, hour))],
        };

    /// <summary>
    /// What it was called where the same engagement was of another kind, as a burst that goes on hour after hour is a drip, and one
    /// that no longer does is bursts; and a pod by who only joins it by now. Who dismissed that has dismissed this.
    /// </summary>
    public IReadOnlyList<string> FormerIds { get; } =
        Kind switch
        {
            GroupKind.Pod => [.. IdsOfPod(Members.Where(of => of.HasJoined))],
            GroupKind.SlowDrip =>
            [
                .. Acts.Select(act => (act.Content, act.Minute / MinutesPerHour))
                    .Distinct()
                    .Select(of => IdOfBurst(of.Content, of.Item2)),
            ],
            _ =>
            [
                .. Hours(FirstMinute, LastMinute)
                    .Select(hour => IdOfDrip(Creator, Platform, hour * MinutesPerHour))
                    .Distinct(),
            ],
        };

    public Reason Reason =>
        Kind switch
        {
            GroupKind.Pod => GroupDetectors.Pod.Reason,
            GroupKind.SlowDrip => GroupDetectors.SlowDrip.Reason,
            _ => GroupDetectors.BoughtBurst.Reason,
        };

    /// <summary>What groups say about each who is in them: of several of a kind the one that says most.</summary>
    public static IReadOnlyDictionary<ulong, (int Partition, GroupEvidence Evidence)> ByVisitor(
        IEnumerable<FoundGroup> groups
    )
    {
        var found = new Dictionary<ulong, (int Partition, GroupEvidence Evidence)>();
        foreach (FoundGroup group in groups)
        {
            foreach (GroupMember member in group.Members)
            {
                GroupEvidence of = found.GetValueOrDefault(member.Visitor).Evidence;
                found[member.Visitor] = (
                    member.Partition,
                    group.Kind switch
                    {
                        GroupKind.Pod => of with { Pod = Math.Max(of.Pod, member.Likelihood) },
                        GroupKind.SlowDrip => of with { SlowDrip = Math.Max(of.SlowDrip, member.Likelihood) },
                        _ => of with { BoughtBurst = Math.Max(of.BoughtBurst, member.Likelihood) },
                    }
                );
            }
        }
        return found;
    }

    public long FirstMicros => MicrosOf(FirstMinute);

    /// <summary>The end of its last minute.</summary>
    public long LastMicros => MicrosOf(LastMinute + 1);

    public static long MicrosOf(int minute) => Rfc3339.EarliestMicros + (minute * MinuteMicros);

    private static IEnumerable<int> Hours(int firstMinute, int lastMinute) =>
        Enumerable.Range(
            firstMinute / MinutesPerHour,
            (lastMinute / MinutesPerHour) - (firstMinute / MinutesPerHour) + 1
        );

    private static string IdOfDrip(string? creator, string platform, int minute) =>
        $"slow-drip/{creator}/{platform}/{Time(minute)[..10]}";

    private static string IdOfBurst(string? content, int hour) =>
        $"bought-burst/{content}/{Time(hour * MinutesPerHour)}";

    private static IEnumerable<string> IdsOfPod(IEnumerable<GroupMember> members) =>
        members.Select(of => of.Visitor).Order().Select(of => $"pod/{Hash64.Combine(of, 0x0D):x16}"[..12]);

    private static string Time(int minute) =>
        DateTimeOffset
            .FromUnixTimeMilliseconds(MicrosOf(minute) / 1000)
            .UtcDateTime.ToString("yyyy-MM-dd'T'HH", CultureInfo.InvariantCulture);
}
