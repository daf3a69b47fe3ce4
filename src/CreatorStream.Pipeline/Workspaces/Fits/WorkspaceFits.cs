using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using CreatorStream.Pipeline.Workspaces.Customers;
using CreatorStream.Pipeline.Workspaces.Groups;
using CreatorStream.Pipeline.Workspaces.Probable;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Pipeline.Workspaces.Fits;

/// <summary>All that is found off the loop from what workspaces hold: each has a queue of its own.</summary>
internal sealed class WorkspaceFits : IDisposable
{
    private readonly Questions questions;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Action<WorkspaceState> show;
    private readonly FitWork<FitInput, PathFit> models;
    private readonly FitWork<LiftInput, LiftFit> lifts;
    private readonly FitWork<CustomerInput, CustomerFit> values;
    private readonly FitWork<GroupInput, IReadOnlyList<FoundGroup>> groups;

    /// <param name="show">Told of a workspace to which something else was fitted.</param>
    public WorkspaceFits(Questions questions, TimeProvider time, ILogger logger, Action<WorkspaceState> show)
    {
        (this.questions, this.time, this.logger, this.show) = (questions, time, logger, show);
        models = Fits(
            "models of attribution",
            TimeSpan.FromSeconds(3),
            workspace => workspace.Models.TakeInput(),
            PathFit.Of,
            (workspace, found) => workspace.Models.Put(found),
            (workspace, error) =>
            {
                logger.FitFailed(error, workspace.Name);
                // What was fitted before stays; where nothing was, the other models are shown.
                return workspace.Models.Fit ?? PathFit.Failed;
            }
        );
        lifts = Fits(
            "effects of publications",
            // Its hours become others all the time, and what is found of them hardly ever.
            TimeSpan.FromSeconds(10),
            workspace => workspace.Probable.TakeInput(),
            LiftFit.Of,
            (workspace, found) => workspace.Probable.Put(found),
            (workspace, error) =>
            {
                logger.LiftFailed(error, workspace.Name);
                return workspace.Probable.Fit ?? LiftFit.None;
            }
        );
        values = Fits(
            "lifetime values of customers",
            TimeSpan.FromSeconds(10),
            workspace => workspace.Customers.TakeInput(),
            CustomerFit.Of,
            (workspace, found) => workspace.Customers.Put(found),
            (workspace, error) =>
            {
                logger.ValueFailed(error, workspace.Name);
                // Values of other orders than those that are shown beside them would be wrong.
                return CustomerFit.Failed;
            }
        );
        groups = Fits(
            "groups of actors",
            TimeSpan.FromSeconds(3),
            workspace => workspace.TakeGroupInput(),
            input => input.Find(),
            (workspace, found) => workspace.Put(found),
            (workspace, error) =>
            {
                logger.GroupsFailed(error, workspace.Name);
                // Whom it held to be no person before it still does.
                return workspace.Engagers.Found;
            }
        );
    }

    /// <summary>From now on what changes in a workspace is fitted to.</summary>
    public void Follow(WorkspaceState state)
    {
        state.Models.Changed = () => models.Note(state);
        state.Probable.Changed = () => lifts.Note(state);
        state.Customers.Changed = () => values.Note(state);
        state.Engagers.Changed = () => groups.Note(state);
    }

    /// <summary>Takes turns from now on.</summary>
    /// <param name="changes">Emits when something came.</param>
    public IDisposable Begin(IObservable<long> changes, IScheduler scheduler) =>
        StableCompositeDisposable.Create(
            models.Begin(changes, scheduler),
            lifts.Begin(changes, scheduler),
            values.Begin(changes, scheduler),
            groups.Begin(changes, scheduler)
        );

    public void Dispose()
    {
        models.Dispose();
        lifts.Dispose();
        values.Dispose();
        groups.Dispose();
    }

    /// <param name="what">Is fitted, for the log.</param>
    /// <param name="put">Takes in what a workspace shows from then on.</param>
    /// <param name="failed">Says why a workspace can't be fitted, and what it shows then.</param>
    private FitWork<TInput, TFit> Fits<TInput, TFit>(
        string what,
        TimeSpan leastRest,
        Func<WorkspaceState, TInput?> copy,
        Func<TInput, TFit> fit,
        Action<WorkspaceState, TFit> put,
        Func<WorkspaceState, Exception, TFit> failed
    )
        where TInput : class, IFitInput
    {
        FitWork<TInput, TFit>? work = null;
        return work = new FitWork<TInput, TFit>(
            new FitQueue<TInput, TFit>(
                questions,
                time,
                leastRest,
                workspace => workspace.HasSettledStart(),
                copy,
                fit,
                Take,
                (workspace, error) => Take(workspace, failed(workspace, error)),
                (workspace, since) => logger.FitSlow(what, workspace.Name, since)
            )
        );

        void Take(WorkspaceState workspace, TFit found)
        {
            put(workspace, found);
            show(workspace);
            work!.GoOn();
        }
    }
}
