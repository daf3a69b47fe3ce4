using System.Collections.Concurrent;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Kafka.Facts;
using CreatorStream.Kafka.Tasks;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;

namespace CreatorStream.Kafka.Tests;

/// <summary>Who takes a partition over publishes nothing before it has the verdicts that held.</summary>
public sealed class VerdictsAtStartTests : IDisposable
{
    private readonly VisitorLog log = new();
    private readonly ConcurrentQueue<Verdict> taken = new();

    public void Dispose() => log.Dispose();

    [Fact]
    public async Task A_reader_is_behind_its_former_owner_until_it_has_handed_over_all_verdicts()
    {
        Verdict[] verdicts =
        [
            .. Enumerable.Range(1, 100).Select(n => new Verdict("default", (ulong)n, VerdictLevel.Inauthentic)),
        ];
        await log.ProduceAsync([
            .. verdicts.Select(verdict => new FactMessage(
                log.Topics.Verdicts,
                0,
                VerdictMessage.Key(verdict),
                VerdictMessage.Write(verdict)
            )),
        ]);
        using KafkaEventReader reader = log.Open(0, takeVerdict: taken.Enqueue);
        Assert.True(reader.IsBehindFormerOwner);
        var batch = new FactBatch(1);
        var wait = new Eventually.Wait("all verdicts are handed over");
        while (reader.IsBehindFormerOwner)
        {
            wait.GoOn($"{taken.Count} are");
            // A task waits for this: nothing else comes.
            await reader.Arrival.WaitAsync(TimeSpan.FromMinutes(1));
            reader.TryRead(batch);
        }
        Assert.Equal(verdicts, taken);
    }

    [Fact]
    public void Where_there_are_none_nothing_is_waited_for()
    {
        using KafkaEventReader reader = log.Open(0);
        Assert.False(reader.IsBehindFormerOwner);
    }
}
