using System.Globalization;
using System.Text;
using CreatorStream.Events;
using CreatorStream.Pipeline;
using CreatorStream.Pipeline.Callers;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Connectors.Notifications;

/// <summary>
/// Sends what waits for one channel, one after the other, each until it is taken, refused or a day old. People get so many a
/// minute, and what is beyond in one more: who makes up campaigns makes up alerts. Channels know nothing of each other.
/// </summary>
/// <param name="address">Of the dashboard, to link there; null: nothing is linked.</param>
internal sealed class ChannelDelivery(
    Channel channel,
    Uri? address,
    INotificationStore store,
    TimeProvider time,
    ILogger logger
)
{
    /// <summary>After it a message is given up.</summary>
    public static readonly TimeSpan MostAge = TimeSpan.FromHours(24);

    private static readonly TimeSpan MostSendTime = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LeastRest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MostRest = TimeSpan.FromHours(1);

    /// <summary>How often a message is tried at least: a clock that was set ahead makes it old at once.</summary>
    private const int LeastAttempts = 10;

    /// <summary>Until the store is asked again that could not be read or written.</summary>
    private static readonly TimeSpan StoreRest = TimeSpan.FromSeconds(10);

    private readonly Signal added = new();
    private readonly RareWarning failing = new(time);

    /// <summary>null: programs get each at once.</summary>
    private readonly MessagePace? pace = channel.IsForPeople ? new MessagePace(time) : null;

    /// <summary>How long the other side last asked to be left alone, and when: by no clock that anybody sets.</summary>
    private (TimeSpan For, long Since) silence;
    private volatile int waiting;
    private long delivered;
    private long failed;
    private long givenUp;
    private volatile ChannelFault? fault;

    public string Name => channel.Name;

    public long Delivered => Interlocked.Read(ref delivered);

    /// <summary>Attempts that failed.</summary>
    public long Failed => Interlocked.Read(ref failed);

    /// <summary>Messages that were refused, or not taken for a day.</summary>
    public long GivenUp => Interlocked.Read(ref givenUp);

    /// <summary>What the last attempt came to; null: it was taken, or there was none.</summary>
    public ChannelFault? Fault => fault;

    /// <summary>Messages that it has not taken, as of when the store was last asked.</summary>
    public int Waiting => waiting;

    /// <summary>Something new waits.</summary>
    public void Wake() => added.Set();

    /// <summary>Sends whatever waits and is due, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        while (true)
        {
            Task next = added.Next;
            try
            {
                TimeSpan? rest = await RestAsync(cancel);
                await (rest is { } until ? next.WaitAsync(until, time, cancel) : next.WaitAsync(cancel));
            }
            catch (TimeoutException)
            {
                // The next one is due.
            }
            catch (Exception error) when (!cancel.IsCancellationRequested)
            {
                // A fault of ours: the channel goes on all the same, and says so.
                logger.ChannelFailed(error, channel.Name);
                await Task.Delay(StoreRest, time, cancel);
            }
        }
    }

    /// <summary>Sends all that is due.</summary>
    /// <returns>How long nothing is to be done; null: until something waits.</returns>
    private async Task<TimeSpan?> RestAsync(CancellationToken cancel)
    {
        try
        {
            // Whole milliseconds are waited for: with less it would look again and again in the last one.
            return await SendDueAsync(cancel) is { } rest
                ? TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds))
                : null;
        }
        catch (LogUnavailableException error)
        {
            logger.NotificationsCantBeKept(error.Message);
            return StoreRest;
        }
    }

    /// <summary>Sends all that is due.</summary>
    /// <returns>When the next one is; null: none waits.</returns>
    /// <exception cref="LogUnavailableException">The store can't be read or written.</exception>
    public async Task<TimeSpan?> SendDueAsync(CancellationToken cancel)
    {
        waiting = store.Waiting(channel.Name);
        while (store.Next(channel.Name) is { } message)
        {
            long now = Rfc3339.ToMicros(time.GetUtcNow());
            // Nothing rests longer: what is due later was put off by a clock that was ahead.
            if (message.DueMicros > now && message.DueMicros - now <= Micros(MostRest))
            {
                return TimeSpan.FromMicroseconds(message.DueMicros - now);
            }
            // It is busy, or counts what it gets: another message is no more welcome than that which it answered.
            if (silence.For - time.GetElapsedTime(silence.Since) is var left && left > TimeSpan.Zero)
            {
                return left;
            }
            if (pace?.Rest() is { } rest)
            {
                return rest;
            }
            long until = Math.Max(now, message.DueMicros);
            await SendAsync(pace is { HasHeldBack: true } ? store.Due(channel.Name, until) : [message], cancel);
            waiting = store.Waiting(channel.Name);
        }
        return null;
    }

    /// <summary>One attempt, with an end. Whatever a channel throws is one that failed: the next may do better.</summary>
    /// <param name="tries">How many failed before.</param>
    public static async Task<Answer> TryAsync(
        Channel channel,
        string id,
        Notification notification,
        int tries,
        TimeProvider time,
        CancellationToken cancel
    )
    {
        using var late = new CancellationTokenSource(MostSendTime, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        try
        {
            return await channel.SendAsync(id, notification, tries, end.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new Answer(Outcome.Again, $"no answer within {MostSendTime.TotalSeconds} s");
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return new Answer(Outcome.Again, error.GetType().Name);
        }
    }

    /// <param name="messages">One, or several that are told of in one.</param>
    private async Task SendAsync(IReadOnlyList<WaitingMessage> messages, CancellationToken cancel)
    {
        WaitingMessage first = messages[0];
        Notification[] told = [.. messages.Select(message => Notification.FromJson(message.Body))];
        int tries = messages.Max(message => message.Attempts);
        int attempts = tries + 1;
        // First, for what can't be written can't be removed either once it was sent, and would be sent again and again.
        Postpone(messages, attempts, Rfc3339.ToMicros(time.GetUtcNow()) + RestMicros(first.Id, attempts, null));
        Answer answer =
            told.Length == 1
                ? await TryAsync(channel, first.Id, told[0], tries, time, cancel)
                : await TryAsync(
                    channel,
                    string.Create(CultureInfo.InvariantCulture, $"{first.Id}_{told.Length}"),
                    new GatheredNotification(told, address),
                    tries,
                    time,
                    cancel
                );
        long now = Rfc3339.ToMicros(time.GetUtcNow());
        if (answer.Outcome == Outcome.Taken)
        {
            foreach (WaitingMessage message in messages)
            {
                store.Remove(message);
            }
            pace?.Count();
            Interlocked.Add(ref delivered, messages.Count);
            fault = null;
            if (!answer.IsForAll)
            {
                fault = new ChannelFault(answer.Said, time.GetUtcNow());
                logger.NotificationNotForAll(first.Id, channel.Name, answer.Said);
            }
            return;
        }
        Interlocked.Increment(ref failed);
        fault = new ChannelFault(answer.Said, time.GetUtcNow());
        if (answer is { Outcome: Outcome.Again, RetryAfter: { } rest })
        {
            silence = (rest < MostRest ? rest : MostRest, time.GetTimestamp());
        }
        long due = now + RestMicros(first.Id, attempts, answer.RetryAfter);
        ILookup<bool, WaitingMessage> isOver = messages.ToLookup(message =>
            answer.Outcome == Outcome.Refused
            || (attempts >= LeastAttempts && due > message.FirstMicros + Micros(MostAge))
        );
        foreach (WaitingMessage message in isOver[true])
        {
            store.Remove(message);
            Interlocked.Increment(ref givenUp);
            logger.NotificationGivenUp(message.Id, channel.Name, attempts, answer.Said);
        }
        Postpone(isOver[false], attempts, due);
        if (!isOver[false].Any())
        {
            // What was held back is gone: what comes next is told one by one.
            pace?.Count();
        }
        foreach (WaitingMessage _ in isOver[false])
        {
            if (failing.Count() is > 0 and var count)
            {
                logger.NotificationPostponed(count, channel.Name, answer.Said);
            }
        }
    }

    private void Postpone(IEnumerable<WaitingMessage> messages, int attempts, long dueMicros)
    {
        foreach (WaitingMessage message in messages)
        {
            store.Postpone(message with { DueMicros = dueMicros, Attempts = attempts });
        }
    }

    /// <summary>
    /// Twice as long each time, and between the half and the whole of that by chance: all that failed together would else come
    /// together again. Chance is a hash, so that it can be looked at.
    /// </summary>
    private static long RestMicros(string id, int attempts, TimeSpan? asked)
    {
        double whole = Math.Min(MostRest.TotalSeconds, LeastRest.TotalSeconds * Math.Pow(2, attempts - 1));
        ulong hash = Hash64.Compute(Encoding.UTF8.GetBytes(id), (ulong)attempts);
        double rest = whole * (0.5 + (0.5 * (hash >> 11) / (1L << 53)));
        double least = Math.Min(MostRest.TotalSeconds, asked?.TotalSeconds ?? 0);
        return (long)(Math.Max(rest, least) * 1_000_000);
    }

    private static long Micros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}

/// <summary>Why a channel doesn't take messages, and since when it is known.</summary>
internal sealed record ChannelFault(string Said, DateTimeOffset At);
