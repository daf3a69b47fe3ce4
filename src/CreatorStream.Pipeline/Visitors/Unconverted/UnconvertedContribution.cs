using System.Runtime.InteropServices;
using CreatorStream.Events;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Unconverted;

/// <summary>
/// Publishes what visitors met who bought nothing: models of attribution that compare with these need them. Of many
/// visitors a sample, so that it costs neither memory nor time in proportion to their number.
/// </summary>
public sealed class UnconvertedContribution(VisitorState state) : IContribution
{
    private readonly LastSubjects met = new(number => state.Subjects.Subjects[number], state.Subjects.PlainOf);

    /// <summary>By number of the workspace.</summary>
    private readonly List<VisitorSample?> samples = [];
    private readonly HashSet<int> raised = [];
    private readonly HashSet<int> changed = [];

    /// <summary>The same while it is published.</summary>
    private readonly List<int> order = [];

    /// <summary>How many visitors are counted in the samples.</summary>
    private int counted;

    public void Add(FactBatch batch)
    {
        CountNew();
        ReadOnlySpan<ulong> hashes = batch.Identity.Visitors;
        ReadOnlySpan<int> subjects = batch.Subjects;
        foreach (int row in batch.Accepted)
        {
            int level = samples[state.Subjects.Workspace(subjects[row])]!.Level;
            // What strangers say may be their own burst's, whose hash is another.
            ulong hash = batch.IsAnonymous(row) ? state.Journeys.HashOf(batch.Visitors[row]) : hashes[row];
            // What somebody met who has bought changes nothing any more.
            if (VisitorSample.Holds(level, hash) && (!batch.Converted[row] || batch.Events.Types[row].IsConversion()))
            {
                changed.Add(batch.Visitors[row]);
            }
        }
    }

    public void Count(int visitor, int all, int excluded) => Note(visitor);

    public void Rebuild(int visitor) => Note(visitor);

    public void PublishAll()
    {
        for (int visitor = 0; visitor < state.Journeys.Count; visitor++)
        {
            Note(visitor);
        }
        raised.UnionWith(Enumerable.Range(0, samples.Count).Where(workspace => samples[workspace] is { Level: > 0 }));
    }

    public void Publish(TickRows into)
    {
        foreach (int workspace in raised)
        {
            into.Of(UnconvertedSection.Rows).Add(Row(workspace, 0, false, default));
        }
        raised.Clear();
        order.AddRange(changed);
        for (int i = 0; i < order.Count; i++)
        {
            state.Journeys.PrefetchAhead(CollectionsMarshal.AsSpan(order), i);
            int visitor = order[i];
            int workspace = state.Journeys.Workspace(visitor);
            ulong hash = state.Journeys.HashOf(visitor);
            if (VisitorSample.Holds(samples[workspace]!.Level, hash))
            {
                Memory<byte> path = Path(visitor, into);
                into.Of(UnconvertedSection.Rows).Add(Row(workspace, hash, state.Journeys.IsInauthentic(visitor), path));
            }
        }
        changed.Clear();
        order.Clear();
    }

    private Memory<byte> Path(int visitor, TickRows into)
    {
        if (state.Journeys.HasConversions(visitor))
        {
            return default;
        }
        ReadOnlySpan<(ulong, int Subject)> path = met.Of(state.Journeys.Touches(visitor));
        Memory<byte> bytes = into.TakeBytes(path.Length * sizeof(int));
        Span<int> subjects = MemoryMarshal.Cast<byte, int>(bytes.Span);
        for (int at = 0; at < path.Length; at++)
        {
            subjects[at] = path[at].Subject;
        }
        return bytes;
    }

    private UnconvertedRow Row(int workspace, ulong visitor, bool isInauthentic, Memory<byte> path) =>
        new(state.Subjects.Workspaces[workspace], samples[workspace]!.Level, visitor, isInauthentic, path);

    private void Note(int visitor)
    {
        CountNew();
        if (!IsDropped(visitor))
        {
            changed.Add(visitor);
        }
    }

    private void CountNew()
    {
        for (; counted < state.Journeys.Count; counted++)
        {
            int workspace = state.Journeys.Workspace(counted);
            while (samples.Count <= workspace)
            {
                samples.Add(null);
            }
            if ((samples[workspace] ??= new VisitorSample()).Add(state.Journeys.HashOf(counted)))
            {
                raised.Add(workspace);
                changed.RemoveWhere(IsDropped);
            }
        }
    }

    private bool IsDropped(int visitor) =>
        !VisitorSample.Holds(samples[state.Journeys.Workspace(visitor)]!.Level, state.Journeys.HashOf(visitor));
}
