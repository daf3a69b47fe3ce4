using System.Text;
using CreatorStream.Collect;
using CreatorStream.Events;
using CreatorStream.Kafka.Entries;
using CreatorStream.Kafka.Facts;
using CreatorStream.Kafka.Tasks;
using CreatorStream.Pipeline;
using CreatorStream.Pipeline.Callers;
using CreatorStream.Pipeline.Erasures;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Workspaces;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Kafka.Tests;

/// <summary>Tasks move between two processes' memories, on real brokers: what they took goes with them.</summary>
[Collection(RealKafka.Name)]
public sealed class MovingTasksTests(KafkaBrokers brokers) : IDisposable
{
    private const int Moves = 12;
    private const int Events = 70_000;

    /// <summary>So many that state has pieces in scratch files, too.</summary>
    private const int Visitors = 60_000;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("creatorstream-moving-");
    private readonly TopicSpecs topics = KafkaBrokers.OwnTopics();

    public void Dispose() => folder.Delete(recursive: true);

    [SkippableFact]
    public async Task State_of_the_survivor_is_what_it_was_after_many_moves()
    {
        KafkaConnection connection = brokers.Connection;
        using TopicAdmin admin = brokers.Admin(topics);
        await admin.CreateAsync(1, (short)Math.Max(1, brokers.Own));
        LogIdentity log = (await admin.ReadLogIdentityAsync())!;
        using var entries = new EntryLog(connection, topics, withCounters: true, NullLogger.Instance);
        await Eventually.Done(entries.Ready);
        using var producer = new FactProducer(
            connection,
            new FactProducerOptions("test", Eventually.Limit),
            NullLogger.Instance
        );
        var facts = new KafkaFactLog(log, topics, producer, entries, EventFormat.Json, TimeProvider.System);
        await SendAsync(facts);
        // Two processes that have each other's tasks in turns.
        StateMemory[] memories = [Memory("a"), Memory("b")];
        TaskContext[] processes =
        [
            .. memories.Select(memory => new TaskContext(
                new KafkaTaskBrokers(
                    connection,
                    topics,
                    log,
                    admin,
                    Path.Combine(folder.FullName, "snapshots"),
                    TimeProvider.System,
                    NullLogger.Instance
                ),
                topics,
                facts,
                memory,
                new EngineOptions { TickInterval = TimeSpan.FromMilliseconds(100) },
                new PartialsOptions(),
                "http://127.0.0.1:1",
                _ => { },
                _ => { },
                TimeProvider.System,
                NullLogger.Instance
            )),
        ];
        long first = 0;
        for (int move = 0; move < Moves; move++)
        {
            StateMemory memory = memories[move % 2];
            // One after the other: so stage 2 begins with the generation that stage 1 has just begun.
            OwnedTask[] tasks =
            [
                new OwnedVisitors(processes[move % 2], 0),
                new OwnedWorkspaces(processes[move % 2], 0),
            ];
            foreach (OwnedTask task in tasks)
            {
                task.Start();
                await Eventually.Holds(
                    $"move {move}: {task.Name} is live and has what there is",
                    () =>
                        Task.FromResult(
                            task.IsLive && HasAll(task, memory)
                                ? null
                                : $"{task.CatchUp} {task.Trouble} {Taken(memory)}"
                        )
                );
            }
            long taken = Taken(memory);
            Assert.True(memory.MappedBytes > 0);
            // The very first owner may still have events to publish.
            first = move <= 1 ? taken : first;
            // How far pieces are filled depends on the batches; what grew with each move would be far above by the last.
            Assert.True(taken <= first * 5 / 4, $"move {move}: {taken} bytes, {first} at the first");
            IHistory history = ((OwnedWorkspaces)tasks[1]).History!;
            Assert.NotNull(await AskAsync(history));
            foreach (OwnedTask task in tasks)
            {
                await task.DisposeAsync();
            }
            await Assert.ThrowsAsync<HistoryUnavailableException>(() => AskAsync(history));
            Assert.Equal((0, 0), (Taken(memory), memory.MappedBytes));
        }
        Assert.Empty(folder.EnumerateFiles("*", SearchOption.AllDirectories));
        await admin.DeleteAsync(topics.All(1).Select(topic => topic.Name));
    }

    /// <summary>The first owner of all is live from its first events on.</summary>
    private static bool HasAll(OwnedTask task, StateMemory memory) =>
        task is OwnedVisitors ? task.CatchUp?.Read >= Events : memory.Bytes(StatePart.Orders) > 0;

    private static Task<HistoryRows?> AskAsync(IHistory history) =>
        history.GetAsync("default", "spring", Rfc3339.EarliestMicros, 1, 86_400, CancellationToken.None);

    private static long Taken(StateMemory memory) => Enum.GetValues<StatePart>().Sum(memory.Bytes);

    private StateMemory Memory(string name) => new(Path.Combine(folder.FullName, name));

    private static async Task SendAsync(KafkaFactLog facts)
    {
        using var erased = new ErasedVisitors(facts);
        erased.TakeIn();
        using var memory = new StateMemory();
        using var collector = new EventCollector(facts, erased, memory, new CollectMetrics(), TimeProvider.System);
        DateTimeOffset begin = TimeProvider.System.GetUtcNow().AddHours(-1);
        foreach (int[] some in Enumerable.Range(0, Events).Chunk(5_000))
        {
            string body = string.Join('\n', some.Select(number => Event(number, begin)));
            CollectResult result = await collector.CollectAsync(
                Principal.Local,
                Encoding.UTF8.GetBytes(body),
                true,
                CancellationToken.None
            );
            Assert.Equal(some.Length, result.Accepted);
        }
    }

    private static string Event(int number, DateTimeOffset begin)
    {
        string type = number % 10 == 9 ? "purchase" : "click";
        string order = type == "purchase" ? $""","order":"o{number}","value":10,"currency":"EUR" """ : "";
        return $$"""{"id":"e{{number}}","type":"{{type}}","time":"{{begin.AddMilliseconds(
            number * 50
        ):O}}","visitor":"v{{number % Visitors}}","campaign":"spring","content":"post-{{number % 7}}"{{order}}}""";
    }
}
