using System.Globalization;
using System.Text;
using CreatorStream.Events;
using CreatorStream.Pipeline;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces;

namespace CreatorStream.Bench;

/// <summary>Events that one visitor may have all by himself.</summary>
/// <param name="Orders">Of so many events one is an order, which names no content; 0: none.</param>
/// <param name="Touches">Whether there are others than orders.</param>
/// <param name="Millis">Between two events, in their own time.</param>
/// <param name="InOrder">By time, but for one in ten, which is up to 2 s late.</param>
internal sealed record VisitorMix(
    string Name,
    int Events,
    int Orders = 0,
    bool Touches = true,
    int Millis = 3_000,
    bool InOrder = true
);

/// <summary>What an event costs, in ns, and what is published for it.</summary>
/// <param name="Stage1">Taking it in, and its part of a tick.</param>
/// <param name="Written">Its part of a tick as bytes, for a log between the stages.</param>
/// <param name="Stage2">Merging, and settling orders, after each tick.</param>
/// <param name="Bytes">Published.</param>
internal sealed record VisitorCost(double Stage1, double Written, double Stage2, double Bytes)
{
    public double Total => Stage1 + Written + Stage2;
}

/// <summary>Both stages without log and views, on one thread: events of one visitor, or of many.</summary>
internal sealed class VisitorBench(TimeProvider time)
{
    private const int BatchRows = 500;
    private const int BatchesPerTick = 2;
    private const int ManyVisitors = 10_000;
    private const ulong Secret = 0x5eed;
    private static readonly long StartMicros = 1_795_000_000_000_000;

    public VisitorCost Measure(VisitorMix mix, bool isOneVisitor)
    {
        using var memory = new StateMemory();
        var flow = new VisitorFlow(new VisitorState(memory.Open(), retention: null), Families.Composed);
        List<Verdict> verdicts = [];
        var merge = new PartialsMerge(Families.Composed);
        var workspace = new WorkspaceState(Subject.DefaultWorkspace, merge.Numbers, memory.Open(), Secret);
        var batch = new FactBatch(Secret);
        var progress = new TaskProgress(0, 0, 0, default);
        var bytes = new MemoryStream();
        long stage1 = 0;
        long written = 0;
        long stage2 = 0;
        long published = 0;
        int[] order = [.. Enumerable.Range(0, mix.Events)];
        if (!mix.InOrder)
        {
            new Random(1).Shuffle(order);
        }

        int batches = 0;
        foreach (int[] rows in order.Chunk(BatchRows))
        {
            Fill(batch, mix, isOneVisitor, rows);
            long began = time.GetTimestamp();
            flow.Next(batch);
            flow.TakeOutAllBursts();
            stage1 += time.GetTimestamp() - began;
            if (++batches % BatchesPerTick != 0 && batches * BatchRows < mix.Events)
            {
                continue;
            }

            began = time.GetTimestamp();
            PartialRows tick = flow.Tick(0, progress);
            stage1 += time.GetTimestamp() - began;
            began = time.GetTimestamp();
            bytes.SetLength(0);
            PartialRowsCodec.Write(tick, bytes);
            published += bytes.Length;
            written += time.GetTimestamp() - began;
            began = time.GetTimestamp();
            merge.Put(tick, _ => workspace, [workspace.Name]);
            workspace.Authenticity.Tell((_, verdict) => verdicts.Add(verdict));
            workspace.Settle(() => false);
            workspace.TakeChanged(timeMoved: true, out _);
            stage2 += time.GetTimestamp() - began;
            tick.Release();
            verdicts.ForEach(flow.Apply);
            verdicts.Clear();
        }
        return new(Of(stage1), Of(written), Of(stage2), (double)published / mix.Events);

        double Of(long ticks) => time.GetElapsedTime(0, ticks).TotalNanoseconds / mix.Events;
    }

    private static void Fill(FactBatch batch, VisitorMix mix, bool isOneVisitor, int[] rows)
    {
        batch.Events.Clear();
        var parser = new EventParser();
        List<Rejection> rejections = [];
        foreach (int row in rows)
        {
            parser.ParseLine(
                Encoding.ASCII.GetBytes(Line(mix, isOneVisitor, row)),
                row,
                long.MaxValue / 2,
                batch.Events.Append,
                rejections
            );
        }

        if (rejections.Count > 0)
        {
            throw new InvalidOperationException(rejections[0].Reason);
        }

        batch.AppendedToFill().Fill(StartMicros + mix.Events * mix.Millis * 1_000L);
    }

    private static string Line(VisitorMix mix, bool isOneVisitor, int row)
    {
        int visitor = isOneVisitor ? 0 : row / 2 % ManyVisitors;
        int late = mix.InOrder && row % 10 == 0 ? row % 2_000 : 0;
        string at = Rfc3339.Format(StartMicros + (row * (long)mix.Millis - late) * 1_000);
        bool isOrder = mix.Orders > 0 && (!mix.Touches || row % mix.Orders == mix.Orders - 1);
        string what = isOrder
            ? $"\"type\":\"purchase\",\"order\":\"o-{row}\",\"value\":12.5,\"currency\":\"EUR\""
            : $"\"type\":\"{Type(row)}\",\"campaign\":\"camp\",\"creator\":\"creator-{row % 100}\",\"content\":\"post-{row}\"";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"id\":\"e-{row}\",\"visitor\":\"v-{visitor}\",{what},\"time\":\"{at}\"}}"
        );
    }

    private static string Type(int row) =>
        (row / 2 % 10) switch
        {
            < 6 => "impression",
            < 9 => "click",
            _ => "visit",
        };
}
