using Microsoft.Extensions.Logging;

namespace CreatorStream.Kafka;

/// <summary>Whole transactions of a task.</summary>
public static class TaskTransactions
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(200);

    /// <summary>Writes in a transaction, and does it again for as long as it fails for what may pass.</summary>
    /// <param name="write">Produces all of it, each time; may commit and begin in between.</param>
    /// <param name="patience">For one answer of the brokers.</param>
    /// <exception cref="TaskFencedException" />
    /// <exception cref="KafkaFailedException">It isn't known what was committed: take the task over anew.</exception>
    public static async Task TransactAsync(
        this TaskProducer producer,
        Action write,
        TimeSpan patience,
        TimeProvider time,
        ILogger logger,
        CancellationToken cancel
    )
    {
        for (bool mustAbort = false; ; mustAbort = true)
        {
            try
            {
                if (mustAbort)
                {
                    producer.Abort(patience);
                }
                producer.Begin();
                write();
                producer.Commit(patience);
                return;
            }
            catch (TransactionFailedException error)
            {
                KafkaLog.TransactionFails(logger, error.Message);
            }
            await Task.Delay(BetweenTries, time, cancel);
        }
    }
}
