using System.Threading.Channels;

namespace CreatorStream.Pipeline.Workspaces;

/// <summary>
/// Questions to the loop that owns the state they are about, so that nothing is read while it changes. They end with the
/// loop: whoever still waits is told so.
/// </summary>
internal sealed class Questions
{
    private const int MostWaiting = 64;

    private readonly Channel<IQuestion> waiting = Channel.CreateBounded<IQuestion>(MostWaiting);

    private interface IQuestion
    {
        void Answer();

        void End();
    }

    /// <exception cref="HistoryUnavailableException">The loop has ended.</exception>
    public async Task<T> AskAsync<T>(Func<T> ask, CancellationToken cancel)
    {
        var question = new Question<T>(ask, cancel);
        try
        {
            await waiting.Writer.WriteAsync(question, cancel);
        }
        catch (ChannelClosedException)
        {
            throw new HistoryUnavailableException();
        }
        return await question.Answered.WaitAsync(cancel);
    }

    /// <summary>Completes when there is one to answer.</summary>
    public Task WaitAsync(CancellationToken cancel) => waiting.Reader.WaitToReadAsync(cancel).AsTask();

    /// <summary>Answers the next one that somebody waits for.</summary>
    /// <returns>false: there is none.</returns>
    public bool TryAnswer()
    {
        if (!waiting.Reader.TryRead(out IQuestion? question))
        {
            return false;
        }
        question.Answer();
        return true;
    }

    /// <summary>No more are answered: after the loop's last turn.</summary>
    public void End()
    {
        waiting.Writer.TryComplete();
        while (waiting.Reader.TryRead(out IQuestion? question))
        {
            question.End();
        }
    }

    private sealed class Question<T>(Func<T> ask, CancellationToken cancel) : IQuestion
    {
        private readonly TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<T> Answered => answer.Task;

        public void Answer()
        {
            if (cancel.IsCancellationRequested)
            {
                return;
            }
            try
            {
                answer.SetResult(ask());
            }
            catch
            {
                // The loop ends by it, and with it the question.
                End();
                throw;
            }
        }

        public void End() => answer.TrySetException(new HistoryUnavailableException());
    }
}
