using System.Text;
using CreatorStream.Kafka.Tasks;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Workspaces.Views;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Kafka.Views;

/// <summary>
/// Where a workspace task's views and verdicts go: to the topics views and verdicts in one transaction a turn, with the
/// task's record, and what was committed then to whoever else shows it.
/// </summary>
/// <param name="position">How far the task has read what it rests on.</param>
/// <param name="committed">Takes views that are committed: Redis, and this process' own.</param>
public sealed class KafkaViewSink(
    ITaskProducer producer,
    TopicSpecs topics,
    int task,
    long generation,
    string owner,
    Func<long> position,
    Action<IReadOnlyList<PublishedView>> committed,
    TimeProvider time,
    ILogger logger
) : IViewSink
{
    private readonly Dictionary<ViewKey, PublishedView> waiting = [];
    private readonly List<(int Partition, Verdict Verdict)> verdicts = [];
    private long offset;

    public void Put(ViewDocument view) => waiting[view.Key] = new PublishedView(view, Next());

    /// <summary>
    /// Who serves views elsewhere doesn't tell: small ones count as watched. Large ones are nearly all of the bytes, and
    /// all of them go through Kafka, Redis and every process that serves.
    /// </summary>
    public bool IsWatched(ViewKey key) => ViewRegistry.Find(key.View) is not { IsLarge: true };

    /// <summary>Goes with the next turn to the task that owns the visitor.</summary>
    public void Send(int partition, Verdict verdict) => verdicts.Add((partition, verdict));

    /// <exception cref="TaskFencedException" />
    public async ValueTask FlushAsync(CancellationToken cancel)
    {
        if (waiting.Count == 0 && verdicts.Count == 0)
        {
            return;
        }
        await producer.TransactAsync(Write, time, logger, cancel);
        committed([.. waiting.Values]);
        waiting.Clear();
        verdicts.Clear();
    }

    private ViewVersion Next() => new(generation, ++offset);

    private void Write()
    {
        foreach ((ViewKey key, PublishedView view) in waiting)
        {
            if (ViewMessage.Write(view) is not { } value)
            {
                logger.ViewTooLarge(key.View, key.Of);
                continue;
            }
            byte[] name = Encoding.UTF8.GetBytes(
                $"{MessageKey.First(key.Workspace)}/{ViewScopes.Name(key.Scope)}/{key.Of}/{key.View}"
            );
            producer.Produce(topics.Views, task, name, value);
        }
        foreach ((int partition, Verdict verdict) in verdicts)
        {
            producer.Produce(topics.Verdicts, partition, VerdictMessage.Key(verdict), VerdictMessage.Write(verdict));
        }
        var record = new TaskRecord(
            TaskNames.OfWorkspaces(task),
            generation,
            owner,
            new Dictionary<string, long> { [topics.Partials] = position() },
            time.GetUtcNow().ToUnixTimeMilliseconds(),
            0,
            null
        );
        producer.Produce(topics.Progress, TaskNames.NumberOfWorkspaces(task), record.Key, record.Write());
    }
}
