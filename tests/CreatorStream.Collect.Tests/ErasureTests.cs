using System.Net;
using System.Text;
using CreatorStream.Embedded;
using CreatorStream.Events;
using CreatorStream.Pipeline.Callers;
using CreatorStream.Pipeline.Erasures;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Ports;
using static CreatorStream.Collect.Tests.Collector;

namespace CreatorStream.Collect.Tests;

/// <summary>Decisions to erase persons over HTTP, and what they do to events that come later.</summary>
public class ErasureTests
{
    [Fact]
    public async Task A_decision_is_stored_without_the_name()
    {
        await using Collector collector = await Start();
        (await collector.Post("/api/erasures", """{"visitor":"ann@example","workspace":"acme"}""")).Is(
            HttpStatusCode.OK,
            1
        );
        (await collector.Post("/api/erasures", "{\"visitor\":\"v1\"}\n{\"visitor\":\"v2\"}", Lines)).Is(
            HttpStatusCode.OK,
            2
        );
        var stored = new List<string>();
        var erasures = new List<Erasure>();
        using ILogReader reader = collector.Log.Read(LogStream.Decisions, 0, 0);
        while (reader.TryRead(out LogRecord record))
        {
            stored.Add(Encoding.UTF8.GetString(record.Payload));
            erasures.AddRange(Erasure.Read(record.Payload));
        }
        Assert.DoesNotContain("ann", string.Concat(stored), StringComparison.Ordinal);
        Assert.All(stored, line => Assert.Contains("\"by\":\"local\"", line, StringComparison.Ordinal));
        Assert.Equal(
            [
                new Erasure("acme", ErasedPerson.Of("ann@example"u8, collector.Log.Secret)),
                new Erasure("default", ErasedPerson.Of("v1"u8, collector.Log.Secret)),
                new Erasure("default", ErasedPerson.Of("v2"u8, collector.Log.Secret)),
            ],
            erasures
        );
    }

    [Theory]
    [InlineData("{}", "visitor")]
    [InlineData("{\"visitor\":\"\"}", "visitor")]
    [InlineData("{\"visitor\":5}", "visitor")]
    [InlineData("{\"visitor\":\"\\ud800\"}", "")]
    [InlineData("{\"visitor\":\"v\",\"workspace\":[]}", "workspace")]
    [InlineData("5", "")]
    [InlineData("{\"visitor\":", "")]
    public async Task What_is_no_decision_is_refused_for_its_field(string body, string field)
    {
        await using Collector collector = await Start();
        (await collector.Post("/api/erasures", body)).Is(HttpStatusCode.BadRequest, 0, (0, field));
        string tooLong = $$"""{"visitor":"{{new string('x', 201)}}"}""";
        (await collector.Post("/api/erasures", tooLong)).Is(HttpStatusCode.BadRequest, 0, (0, "visitor"));
        Assert.Equal(0, collector.Log.EndOffset(LogStream.Decisions, 0));
    }

    [Fact]
    public async Task Whoever_was_erased_stays_so_whatever_is_sent_later()
    {
        using var run = new Run();
        await run.Erase("v1");
        await run.Send(Event(("visitor", "\"v1\""), ("text", "\"hello\"")), Event(("visitor", "\"v2\"")));
        // Not in the other workspace.
        await run.Send(Event(("visitor", "\"v1\""), ("workspace", "\"other\"")));
        Assert.Equal(["", "v2", "v1"], run.Stored(EventField.Visitor));
        Assert.DoesNotContain("hello", run.Stored(EventField.Text));
    }

    [Fact]
    public async Task Only_the_log_may_say_that_a_visitor_is_erased()
    {
        await using Collector collector = await Start();
        string forged = Event(("visitor", "null"), ("erased_visitor", "\"0123456789abcdef01234567\""));
        (await collector.PostEvents(forged)).Is(HttpStatusCode.BadRequest, 0, (0, "visitor"));
    }

    [Fact]
    public async Task It_settles_when_bodies_that_are_under_way_are_in_the_log()
    {
        using var run = new Run(new TaskCompletionSource());
        Task first = run.Send(Event());
        Task settled = run.Collector.SettleAsync(CancellationToken.None);
        Assert.False(settled.IsCompleted);
        run.Commit!.SetResult();
        await first;
        await settled;
        await run.Send(Event());
    }

    /// <summary>A collector on a log whose commits may wait.</summary>
    private sealed class Run : IDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("creatorstream-erasures-");
        private readonly SqliteFactLog log;
        private readonly StateMemory memory = new();
        private readonly ErasedVisitors erased;

        public Run(TaskCompletionSource? commit = null)
        {
            Commit = commit;
            log = SqliteFactLog.Open(
                Path.Combine(folder.FullName, "log.db"),
                1,
                TimeProvider.System,
                Microsoft.Extensions.Logging.Abstractions.NullLogger<SqliteFactLog>.Instance
            );
            erased = new ErasedVisitors(log);
            Collector = new EventCollector(
                commit == null ? log : new WaitingLog(log, commit.Task),
                erased,
                memory,
                new CollectMetrics(),
                TimeProvider.System
            );
        }

        public TaskCompletionSource? Commit { get; }

        public EventCollector Collector { get; }

        public async Task Erase(string visitor)
        {
            var entries = new EntryCollector(log, memory, new CollectMetrics(), TimeProvider.System);
            byte[] decision = Encoding.UTF8.GetBytes($$"""{"visitor":"{{visitor}}"}""");
            await entries.DecisionsAsync(
                DecisionKind.Erasure,
                Principal.Local,
                decision,
                isLines: false,
                CancellationToken.None
            );
            erased.TakeIn();
        }

        public async Task Send(params string[] events)
        {
            byte[] body = Encoding.UTF8.GetBytes(string.Join('\n', events));
            CollectResult result = await Collector.CollectAsync(
                Principal.Local,
                body,
                isLines: true,
                CancellationToken.None
            );
            Assert.Empty(result.Rejections);
        }

        public List<string> Stored(EventField field)
        {
            var all = new List<string>();
            var batch = new EventBatch();
            using ILogReader reader = log.Read(LogStream.Events, 0, 0);
            while (reader.TryRead(out LogRecord record))
            {
                EventBatchCodec.Decode(record.Payload, batch);
                all.AddRange(
                    Enumerable.Range(0, batch.Count).Select(row => Encoding.UTF8.GetString(batch.Bytes(field, row)))
                );
            }
            return all;
        }

        public void Dispose()
        {
            Collector.Dispose();
            erased.Dispose();
            log.Dispose();
            memory.Dispose();
            folder.Delete(recursive: true);
        }
    }

    private sealed class WaitingLog(IFactLog log, Task commit) : IFactLog
    {
        public int Partitions => log.Partitions;

        public ulong Secret => log.Secret;

        public async Task AppendAsync(IReadOnlyList<LogAppend> records, CancellationToken cancel)
        {
            await commit;
            await log.AppendAsync(records, cancel);
        }

        public ILogReader Read(LogStream stream, int partition, long afterOffset) =>
            log.Read(stream, partition, afterOffset);

        public long EndOffset(LogStream stream, int partition) => log.EndOffset(stream, partition);
    }
}
