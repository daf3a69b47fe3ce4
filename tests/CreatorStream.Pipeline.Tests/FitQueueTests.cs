using System.Text;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Flow;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Workspaces;
using CreatorStream.Pipeline.Workspaces.Figures;
using CreatorStream.Pipeline.Workspaces.Fits;

namespace CreatorStream.Pipeline.Tests;

/// <summary>Whose paths models are fitted to, and when.</summary>
public sealed class FitQueueTests : IDisposable
{
    private readonly StateMemory memory = new();
    private readonly SteppedTime time = new();
    private readonly Questions questions = new();
    private readonly List<string> fitted = [];
    private readonly List<string> failed = [];
    private readonly List<string> slow = [];
    private bool mayFit = true;

    public void Dispose() => memory.Dispose();

    [Fact]
    public async Task One_that_was_never_fitted_comes_before_those_that_were()
    {
        FitQueue<FitInput, PathFit> queue = Queue(_ => PathFit.None);
        WorkspaceState[] known = [Workspace("a"), Workspace("b")];
        foreach (WorkspaceState workspace in known)
        {
            await FitAsync(queue, workspace);
        }
        time.Advance(TimeSpan.FromMinutes(5));
        foreach (WorkspaceState workspace in known)
        {
            Buy(workspace, 2);
            Assert.True(queue.Note(workspace));
            Assert.False(queue.Note(workspace));
        }
        Assert.True(queue.Note(Workspace("new")));
        await GoAsync(queue);
        await GoAsync(queue);
        await GoAsync(queue);
        Assert.Equal(["a", "b", "new", "a", "b"], fitted);
        Assert.Equal(TurnEnd.Done, queue.Go());
    }

    [Fact]
    public async Task One_that_can_not_be_fitted_is_told_and_others_go_on()
    {
        bool fails = true;
        FitQueue<FitInput, PathFit> queue = Queue(_ =>
            fails ? throw new ArithmeticException("too rare") : PathFit.None
        );
        WorkspaceState bad = Workspace("bad");
        await FitAsync(queue, bad);
        fails = false;
        await FitAsync(queue, Workspace("good"));
        Assert.Equal(["bad: too rare"], failed);
        Assert.Equal(["good"], fitted);

        // With the next order it is tried again, when it has rested.
        Buy(bad, 2);
        queue.Note(bad);
        Assert.Equal(TurnEnd.DoneForNow, queue.Go());
        time.Advance(TimeSpan.FromSeconds(3));
        await GoAsync(queue);
        Assert.Equal(["good", "bad"], fitted);
    }

    [Fact]
    public async Task What_took_long_rests_long_and_others_less()
    {
        WorkspaceState large = Workspace("large");
        FitQueue<FitInput, PathFit> queue = Queue(_ =>
        {
            if (fitted.Count == 0)
            {
                time.Advance(TimeSpan.FromSeconds(2));
            }
            return PathFit.None;
        });
        await FitAsync(queue, large);
        Assert.Equal(TimeSpan.FromSeconds(6), queue.Rest);
        Buy(large, 2);
        queue.Note(large);
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(TurnEnd.DoneForNow, queue.Go());
        await FitAsync(queue, Workspace("small"));
        time.Advance(TimeSpan.FromSeconds(1));
        await GoAsync(queue);
        Assert.Equal(["large", "small", "large"], fitted);
    }

    [Fact]
    public async Task Orders_that_come_during_a_fit_are_of_the_next()
    {
        FitQueue<FitInput, PathFit> queue = Queue(_ => PathFit.None);
        WorkspaceState workspace = Workspace("a");
        queue.Note(workspace);
        while (queue.Go() == TurnEnd.GoesOn) { }
        Buy(workspace, 2);
        Assert.True(queue.Note(workspace));
        Assert.Equal(TurnEnd.Done, queue.Go());
        await AnswerAsync();
        time.Advance(TimeSpan.FromSeconds(3));
        await GoAsync(queue);
        Assert.Equal(["a", "a"], fitted);
    }

    [Fact]
    public async Task Nothing_is_fitted_before_all_is_there_that_was_at_the_start()
    {
        mayFit = false;
        FitQueue<FitInput, PathFit> queue = Queue(_ => PathFit.None);
        WorkspaceState workspace = Workspace("a");
        Assert.True(queue.Note(workspace));
        Assert.Equal(TurnEnd.DoneForNow, queue.Go());
        Assert.Empty(fitted);
        mayFit = true;
        await GoAsync(queue);
        Assert.Equal(["a"], fitted);
    }

    [Fact]
    public void What_was_settled_once_may_be_fitted_though_orders_always_wait()
    {
        bool hasStart = false;
        WorkspaceState workspace = Workspace("a", () => hasStart);
        Assert.False(workspace.HasSettledStart());
        hasStart = true;
        Put(workspace, 2);
        workspace.Settle(() => false);
        Put(workspace, 3);
        Assert.False(workspace.IsSettled);
        Assert.True(workspace.HasSettledStart());
    }

    /// <summary>Nothing comes any more when the last partition has come to its start's end.</summary>
    [Fact]
    public void A_quiet_workspace_may_be_fitted_when_the_start_is_over()
    {
        bool hasStart = false;
        WorkspaceState workspace = Workspace("a", () => hasStart);
        hasStart = true;
        Assert.True(workspace.HasSettledStart());
    }

    [Fact]
    public async Task A_fit_that_takes_very_long_is_told_of_once()
    {
        FitQueue<FitInput, PathFit> queue = Queue(_ => PathFit.None);
        queue.Note(Workspace("a"));
        while (queue.Go() == TurnEnd.GoesOn) { }
        Assert.Equal(TurnEnd.Done, queue.Go());
        time.Advance(FitQueue<FitInput, PathFit>.Slow + TimeSpan.FromSeconds(1));
        Assert.Equal(TurnEnd.Done, queue.Go());
        Assert.Equal(TurnEnd.Done, queue.Go());
        await AnswerAsync();
        Assert.Equal(["a"], slow);
    }

    private FitQueue<FitInput, PathFit> Queue(Func<FitInput, PathFit> fit) =>
        new(
            questions,
            time,
            TimeSpan.FromSeconds(1),
            _ => mayFit,
            workspace => workspace.Models.TakeInput(),
            fit,
            (workspace, _) => fitted.Add(workspace.Name),
            (workspace, error) => failed.Add($"{workspace.Name}: {error.Message}"),
            (workspace, _) => slow.Add(workspace.Name)
        );

    private async Task FitAsync(FitQueue<FitInput, PathFit> queue, WorkspaceState workspace)
    {
        queue.Note(workspace);
        await GoAsync(queue);
    }

    private async Task GoAsync(FitQueue<FitInput, PathFit> queue)
    {
        while (queue.Go() == TurnEnd.GoesOn) { }
        await AnswerAsync();
    }

    /// <summary>Takes in what came of the fit that is under way.</summary>
    private async Task AnswerAsync()
    {
        await questions.WaitAsync(CancellationToken.None);
        Assert.True(questions.TryAnswer());
    }

    /// <summary>With an order.</summary>
    private WorkspaceState Workspace(string name, Func<bool>? hasStart = null)
    {
        var numbers = new PartitionNumbers();
        numbers.Subjects.Add(new Numbered<Subject>(0, new(name, "", "", "", "", "")));
        var workspace = new WorkspaceState(
            name,
            new Dictionary<int, PartitionNumbers> { [0] = numbers },
            memory.Open(),
            Facts.Secret
        )
        {
            HasStart = hasStart ?? (() => true),
        };
        Buy(workspace, 1);
        return workspace;
    }

    private static void Buy(WorkspaceState workspace, int number)
    {
        Put(workspace, number);
        workspace.Settle(() => false);
    }

    private static void Put(WorkspaceState workspace, int number)
    {
        var fields = new ConversionFields
        {
            Type = EventType.Purchase,
            TimeMicros = Facts.NowMicros,
            Id = Encoding.UTF8.GetBytes($"{number}"),
            Source = default,
            Order = Encoding.UTF8.GetBytes($"{number}"),
            Currency = default,
            Code = "ANN"u8,
            IsClaim = false,
            ValueMicros = Micros.PerUnit,
            Subject = 0,
            Fingerprint = 0,
        };
        byte[] bytes = new byte[fields.Length];
        fields.WriteTo(bytes);
        workspace.Apply(new CodeEntry(workspace.Name, "ANN", "ann", "spring"));
        workspace.PutJourney(0, new JourneyRow(workspace.Name, (ulong)number, false, default, bytes));
    }
}
