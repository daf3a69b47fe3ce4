using CreatorStream.Bench.Kafka;
using CreatorStream.Pipeline.OffHeap;

namespace CreatorStream.Bench.Tests;

public sealed class SeenByPaneTests
{
    [Fact]
    public void Repeats_are_found_however_panes_alternate()
    {
        using var memory = new StateMemory();
        var seen = new SeenByPane(memory.Open());
        var random = new Random(3);
        var known = new HashSet<(int, ulong)>();
        for (int i = 0; i < 20_000; i++)
        {
            // Panes 64 apart share a place in what is found without a search.
            int pane = random.Next(4) * 64 + random.Next(3);
            ulong fingerprint = (ulong)random.Next(1_000);
            int table = seen.TableOf(pane);
            seen.PrefetchSlot(table, fingerprint);
            Assert.Equal(known.Add((pane, Math.Max(1, fingerprint))), seen.Add(table, fingerprint));
        }
    }
}
