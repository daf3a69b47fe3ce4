using CreatorStream.Pipeline;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Views;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Kafka.Tasks;

/// <summary>What the tasks of a process share.</summary>
/// <param name="Owner">Where this process answers by HTTP, as others reach it.</param>
/// <param name="Committed">Takes views that are committed.</param>
/// <param name="Left">Takes which workspaces this process owns no more, or begins anew with.</param>
public sealed record TaskContext(
    ITaskBrokers Brokers,
    TopicSpecs Topics,
    IFactLog Facts,
    StateMemory Memory,
    EngineOptions Options,
    PartialsOptions Partials,
    string Owner,
    Action<IReadOnlyList<PublishedView>> Committed,
    Action<Predicate<string>> Left,
    TimeProvider Time,
    ILogger Logger
);
