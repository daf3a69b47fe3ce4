using System.Threading.Channels;
using CreatorStream.Embedded;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces;

namespace CreatorStream.Pipeline.Tests;

/// <summary>Questions about history end with who asks, and with the task that they are asked.</summary>
public sealed class QuestionTests : IDisposable
{
    /// <summary>A number of steps that fails where an answer is computed.</summary>
    private const int Impossible = -1;

    private readonly StateMemory memory = new();
    private readonly Channel<PartialRows> rows = Channel.CreateUnbounded<PartialRows>();
    private readonly MemoryViewStore views = new();
    private readonly SteppedTime time = new();
    private readonly WorkspaceTask stage2;

    public QuestionTests()
    {
        var flow = new VisitorFlow(new VisitorState(memory.Open(), retention: null), Families.Composed);
        Facts.Feed(flow, Facts.Random(new Random(1), 100), 100);
        rows.Writer.TryWrite(flow.Tick(0, new TaskProgress(0, 0, 0, default)));
        stage2 = new WorkspaceTask(new EmptyLog(), views, rows.Reader, _ => true, (_, _) => { }, memory, time);
    }

    public void Dispose()
    {
        stage2.Dispose();
        views.Dispose();
        memory.Dispose();
    }

    [Fact]
    public async Task What_nobody_waits_for_any_more_is_not_computed()
    {
        stage2.Open();
        stage2.TakeIn();
        using var gone = new CancellationTokenSource();
        // More than may wait: those behind wait for room, and are given up too.
        List<Task> questions = [.. Enumerable.Range(0, 300).Select(_ => Ask(Impossible, gone.Token))];
        await gone.CancelAsync();
        foreach (Task question in questions)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => question);
        }
        Task<HistoryRows?> last = Ask(3, CancellationToken.None);
        for (int turn = 0; turn < 300 && !last.IsCompleted; turn++)
        {
            stage2.TakeIn();
        }
        Assert.Equal(3, (await last)!.Steps.Count);
    }

    [Fact]
    public async Task A_question_that_fails_tells_who_asked_and_ends_the_task()
    {
        Task<HistoryRows?> question = Ask(Impossible, CancellationToken.None);
        await Assert.ThrowsAsync<OverflowException>(() => stage2.RunAsync(CancellationToken.None));
        await Assert.ThrowsAsync<HistoryUnavailableException>(() => question);
    }

    [Fact]
    public async Task Questions_end_with_the_task()
    {
        using var stop = new CancellationTokenSource();
        // One that waits when the task ends, those that found no room, and one that comes after.
        List<Task<HistoryRows?>> questions = [.. Enumerable.Range(0, 100).Select(_ => Ask(3, CancellationToken.None))];
        await stop.CancelAsync();
        await stage2.RunAsync(stop.Token);
        questions.Add(Ask(3, CancellationToken.None));
        foreach (Task<HistoryRows?> question in questions)
        {
            await Assert.ThrowsAsync<HistoryUnavailableException>(() => question);
        }
    }

    [Fact]
    public async Task Views_have_their_turn_between_long_answers()
    {
        stage2.Open();
        stage2.TakeIn();
        time.AdvancesWhenRead = TimeSpan.FromMilliseconds(30);
        List<Task<HistoryRows?>> questions = [.. Enumerable.Range(0, 10).Select(_ => Ask(3, CancellationToken.None))];
        stage2.TakeIn();
        await Eventually.Holds("some have their answers", () => questions.Exists(of => of.IsCompleted));
        Assert.InRange(questions.Count(of => of.IsCompleted), 1, 3);
        for (int turn = 0; turn < 10; turn++)
        {
            stage2.TakeIn();
        }
        await Task.WhenAll(questions);
    }

    private Task<HistoryRows?> Ask(int steps, CancellationToken cancel) =>
        stage2.GetAsync("default", "campaign-0", Facts.NowMicros - 3_600_000_000, steps, 60, cancel);
}
