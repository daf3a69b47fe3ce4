using Microsoft.Extensions.Logging;

namespace CreatorStream.Kafka;

/// <summary>Whole transactions of a task.</summary>
public static class TaskTransactions
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(200);

    /// <summary>For one answer of the brokers.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>Writes in a transaction, and does it again for as long as it fails for what may pass.</summary>
    /// <param name="write">Produces all of it, each time; may commit and begin in between.</param>
    /// <exception cref="TaskFencedException" />
    /// <exception cref="KafkaFailedException">It isn't known what was committed: take the task over anew.</exception>
    public static async Task TransactAsync(
        this ITaskProducer producer,
        Action write,
        TimeProvider time,
        ILogger logger,
        CancellationToken cancel
    )
    {
        while (true)
        {
            try
            {
                producer.Settle();
                producer.Begin();
                write();
                producer.CommitWhole(logger, cancel);
                return;
            }
            catch (TransactionFailedException error)
            {
                logger.TransactionFails(error.Message);
            }
            await Task.Delay(BetweenTries, time, cancel);
        }
    }

    /// <summary>Ends a transaction that was left unfinished: commits it where that was asked for, else makes it void.</summary>
    /// <returns>Whether it is committed by that.</returns>
    /// <exception cref="TransactionFailedException">The brokers don't answer: it may be tried again.</exception>
    public static bool Settle(this ITaskProducer producer)
    {
        if (producer.State == TransactionState.Committing)
        {
            try
            {
                producer.Commit(Patience);
                return true;
            }
            catch (TransactionFailedException error) when (!error.MayGoOn)
            {
                // It came to nothing, and is made void.
            }
        }
        if (producer.State == TransactionState.Open)
        {
            producer.Abort(Patience);
        }
        return false;
    }

    /// <summary>Commits, however long brokers take to answer: a commit that was begun can't be aborted any more.</summary>
    /// <exception cref="TransactionFailedException">Abort, and do the work again.</exception>
    public static void CommitWhole(this ITaskProducer producer, ILogger logger, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                producer.Commit(Patience);
                return;
            }
            catch (TransactionFailedException error) when (error.MayGoOn)
            {
                logger.TransactionFails(error.Message);
                cancel.ThrowIfCancellationRequested();
            }
        }
    }
}
