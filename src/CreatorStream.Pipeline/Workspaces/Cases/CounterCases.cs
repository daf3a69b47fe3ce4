using CreatorStream.Analytics.Authenticity;
using CreatorStream.Analytics.Authenticity.Vetting;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Workspaces.Counters;
using CounterReading = CreatorStream.Pipeline.Catalog.CounterReading;

namespace CreatorStream.Pipeline.Workspaces.Cases;

/// <summary>
/// Cases of platforms' counters, by what was found and decided, and what counters come to by them. A platform names nobody, so the verdict
/// is on a share of a counter, and the authentic counter is the rest.
/// </summary>
public sealed class CounterCases(
    WorkspaceCatalog catalog,
    CounterBook counters,
    Func<CounterFinding, CaseDecision?> decisionOf
)
{
    private readonly CounterFindings findings = new(catalog, counters);

    public void Put(CounterReading reading)
    {
        counters.Put(reading);
        findings.Put(reading.Subject);
    }

    /// <inheritdoc cref="CreatorCounters.NoteContent" />
    public void NoteContent(string content) => findings.NoteContent(content);

    /// <inheritdoc cref="CounterFindings.TakeChanged" />
    public IReadOnlyCollection<string> TakeChanged() => findings.TakeChanged();

    public IEnumerable<Case> Of(string campaign) => findings.Of(campaign).Select(CaseOf);

    /// <summary>null: there is no such case.</summary>
    public IReadOnlyList<CounterEvidence>? EvidenceOf(string campaign, string id) =>
        findings.Of(campaign).FirstOrDefault(of => of.Id == id) is { } found ? [.. findings.EvidenceOf(found)] : null;

    /// <summary>By the names of counters, in ordinal order, each with what is left out of it.</summary>
    public IEnumerable<KeyValuePair<string, CounterFigure>> Latest(CounterSubject subject)
    {
        CounterFinding[] of = [.. findings.Of(subject).Where(found => LevelOf(found) == VerdictLevel.Inauthentic)];
        return of.Length == 0
            ? counters.Latest(subject)
            : counters
                .Latest(subject)
                .Select(counter => KeyValuePair.Create(counter.Key, Without(counter.Key, counter.Value, subject, of)));
    }

    private Case CaseOf(CounterFinding of) =>
        new(
            of.Id,
            of.Reason,
            null,
            of.Creator,
            of.FromMicros,
            of.ToMicros,
            0,
            0,
            of.Bought.Count,
            of.Change - of.Bought.Count,
            of.Likelihood,
            decisionOf(of),
            [],
            new CounterChange(
                of.Platform,
                of.Account,
                of.Counter,
                of.Why,
                of.Change,
                of.Bought,
                LevelOf(of) == VerdictLevel.Inauthentic && of.Parts.Values.Any(part => part.Count > 0),
                Sum(of, (figure, _) => figure.Value),
                Sum(of, (_, authentic) => authentic)
            ),
            of.Platform
        );

    /// <summary>Of all counters that it is about; of one that is read for several campaigns the newest reading.</summary>
    private long Sum(CounterFinding of, Func<CounterFigure, long, long> part) =>
        CounterSum.Of(
            of.Parts.Keys.GroupBy(one => (one.Content, one.Account))
                .Select(same =>
                    same.SelectMany(Latest)
                        .Where(counter => counter.Key == of.Counter)
                        .Select(counter => counter.Value)
                        .MaxBy(figure => (figure.AsOfMicros, figure.Value))
                )
                .Select(figure => part(figure, figure.Value - (figure.Bought?.Count ?? 0)))
        );

    private VerdictLevel LevelOf(CounterFinding of) =>
        decisionOf(of) switch
        {
            CaseDecision.Confirmed => VerdictLevel.Inauthentic,
            CaseDecision.Dismissed => VerdictLevel.Clear,
            _ => Strength.Moderate.Judge(of.Likelihood),
        };

    /// <summary>Followers of several jumps are others, but all that proportions say is said of the same.</summary>
    private static CounterFigure Without(
        string name,
        CounterFigure figure,
        CounterSubject subject,
        CounterFinding[] findings
    )
    {
        BoughtCount jumps = default;
        BoughtCount most = default;
        foreach (CounterFinding found in findings.Where(of => of.Counter == name))
        {
            BoughtCount part = found.Parts[subject];
            if (found.Reason == FollowerJump.Reason)
            {
                jumps += part;
            }
            else if (part.Count > most.Count)
            {
                most = part;
            }
        }
        // Of jumps nothing may be left by now but the upper end of what was bought.
        BoughtCount bought = jumps.Count >= most.Count ? jumps : most;
        return bought.High == 0 ? figure : figure with { Bought = bought.AtMost(figure.Value) };
    }
}
