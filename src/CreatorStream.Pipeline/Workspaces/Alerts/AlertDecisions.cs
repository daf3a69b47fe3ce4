using CreatorStream.Analytics.Alerts;
using CreatorStream.Events;
using CreatorStream.Pipeline.Overrides;

namespace CreatorStream.Pipeline.Workspaces.Alerts;

/// <summary>
/// What people decided about the alerts of a workspace: each decision about one of them (<see cref="NearestAlert"/>), mutes
/// about all of a rule and creator. A function of the log's order of decisions and the alerts alone.
/// </summary>
/// <param name="most">How many decisions it keeps, those that were taken back too: the last of the log.</param>
public sealed class AlertDecisions(int most = AlertDecisions.Most)
{
    private const int Most = 10_000;
    private const int MostShownComments = 5;
    private const long MinuteMicros = 60_000_000;

    /// <summary>
    /// The last word of each key, in the order of the log. One that takes back keeps a place too, so that those that are kept are
    /// the same where the log has last words only.
    /// </summary>
    private readonly LinkedList<(AlertDecision Decision, long Place)> words = [];
    private readonly Dictionary<string, LinkedListNode<(AlertDecision Decision, long Place)>> byKey = new(
        StringComparer.Ordinal
    );
    private readonly Dictionary<string, HashSet<string>> byCampaign = new(StringComparer.Ordinal);
    private long places;

    public int Count => words.Count;

    /// <summary>Takes the next decision of the log.</summary>
    public void Put(AlertDecision decision)
    {
        Remove(decision.Key);
        byKey[decision.Key] = words.AddLast((decision, places++));
        if (!byCampaign.TryGetValue(decision.Alert.Campaign, out HashSet<string>? keys))
        {
            byCampaign[decision.Alert.Campaign] = keys = new HashSet<string>(StringComparer.Ordinal);
        }
        keys.Add(decision.Key);
        if (words.Count > most)
        {
            Remove(words.First!.Value.Decision.Key);
        }
    }

    /// <summary>The alerts of a campaign with what was decided about them, in their order.</summary>
    /// <param name="nowMicros">The greatest event time.</param>
    /// <param name="passedMicros">What passed since, by <see cref="LiveSilence"/>: mutes end also while nothing comes.</param>
    public IReadOnlyList<Alert> Decide(
        string campaign,
        IReadOnlyList<Alert> alerts,
        long nowMicros,
        long passedMicros = 0
    )
    {
        if (alerts.Count == 0 || !byCampaign.TryGetValue(campaign, out HashSet<string>? keys))
        {
            return alerts;
        }
        var mutes = new Dictionary<(string Rule, string Creator), Mute>();
        var acknowledged = new Dictionary<Alert, Acknowledgement>();
        var comments = new Dictionary<Alert, List<AlertComment>>();
        ILookup<(string Rule, string Creator), Alert> byRule = alerts.ToLookup(RuleOf);
        foreach ((AlertDecision decision, _) in keys.Select(key => byKey[key].Value).OrderBy(of => of.Place))
        {
            if (decision is Mute mute)
            {
                mutes[RuleOf(decision)] = mute;
            }
            else if (AlertOf(decision, byRule[RuleOf(decision)], nowMicros) is { } alert)
            {
                if (decision is Acknowledgement acknowledgement)
                {
                    acknowledged[alert] = acknowledgement;
                }
                else if (decision is AlertComment { IsTakenBack: false } comment)
                {
                    (comments.TryGetValue(alert, out List<AlertComment>? of) ? of : comments[alert] = []).Add(comment);
                }
            }
        }
        return
        [
            .. alerts.Select(alert =>
                alert with
                {
                    Decided = new AlertState(
                        acknowledged.GetValueOrDefault(alert) is { IsAcknowledged: true } by ? by : null,
                        mutes.GetValueOrDefault(RuleOf(alert)) is { } mute
                        && IsMuted(alert, mute, nowMicros + passedMicros)
                            ? mute
                            : null,
                        comments.GetValueOrDefault(alert)?.Count ?? 0,
                        [.. comments.GetValueOrDefault(alert)?.TakeLast(MostShownComments) ?? []]
                    ),
                }
            ),
        ];
    }

    /// <summary>One that closed before its mute ended is muted for good: nobody is told of it afterwards.</summary>
    private static bool IsMuted(Alert alert, Mute mute, long nowMicros) =>
        mute.UntilMicros > Math.Min(nowMicros, alert.ClosedMicros ?? long.MaxValue);

    private void Remove(string key)
    {
        if (byKey.Remove(key, out LinkedListNode<(AlertDecision Decision, long Place)>? old))
        {
            words.Remove(old);
            string campaign = old.Value.Decision.Alert.Campaign;
            HashSet<string> keys = byCampaign[campaign];
            keys.Remove(key);
            if (keys.Count == 0)
            {
                byCampaign.Remove(campaign);
            }
        }
    }

    /// <summary>
    /// Which alert a decision is about. One by a plain rule that lasts has its opening where judging begins, another one each day: of
    /// that, what was decided since.
    /// </summary>
    private static Alert? AlertOf(AlertDecision decision, IEnumerable<Alert> alerts, long nowMicros)
    {
        int now = (int)((nowMicros - Rfc3339.EarliestMicros) / MinuteMicros);
        long first = Rfc3339.EarliestMicros + (AlertChoice.FirstJudged(now) * MinuteMicros);
        return NearestAlert.Find(alerts, StretchOf, decision.Alert.Rule, decision.Alert.OpenedMicros)
            ?? alerts.FirstOrDefault(alert =>
                alert.OpenedMicros == first
                && decision.Alert.OpenedMicros < first
                && decision.AtMicros >= first
                && decision.AtMicros <= alert.UpdatedMicros + (AlertChoice.ToldMinutes * MinuteMicros)
            );
    }

    private static (long Opened, long Updated) StretchOf(Alert alert) => (alert.OpenedMicros, alert.UpdatedMicros);

    private static (string Rule, string Creator) RuleOf(AlertDecision decision) =>
        (decision.Alert.Rule, decision.Alert.Creator);

    private static (string Rule, string Creator) RuleOf(Alert alert) => (alert.Rule, alert.About);
}
