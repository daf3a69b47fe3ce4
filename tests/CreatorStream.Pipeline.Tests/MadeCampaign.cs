using System.Text;
using CreatorStream.Analytics.Alerts.Learned;
using CreatorStream.Analytics.Kpis;
using CreatorStream.Analytics.Panes;
using CreatorStream.Embedded;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Visitors.Splits;
using CreatorStream.Pipeline.Workspaces;
using CreatorStream.Pipeline.Workspaces.Alerts;
using CreatorStream.Pipeline.Workspaces.Figures;
using CreatorStream.Pipeline.Workspaces.Views;

namespace CreatorStream.Pipeline.Tests;

/// <summary>The counts of a campaign as two partitions publish them, and its alerts.</summary>
internal sealed class MadeCampaign
{
    public const string Name = "spring";
    private const int Partitions = 2;

    /// <summary>Those that touches may state.</summary>
    public static readonly string[] Countries = ["AT", "DE", "FR"];

    private readonly Dictionary<(int Partition, int Subject, int Pane), TouchCounts> rows = [];
    private readonly Dictionary<(int Partition, int Subject, int Step, string Country), StepCounts> steps = [];
    private readonly WorkspaceState workspace;
    private readonly ViewPublisher publisher;
    private readonly AlertBook alerts;

    /// <param name="views">Where <see cref="ShowAll"/> puts views.</param>
    /// <param name="creators">Each with this many posts: post n is of creator n ÷ posts, on one of two platforms in turn.</param>
    public MadeCampaign(StateMemory memory, int creators, int posts, IViewSink? views = null)
    {
        var numbers = new Dictionary<int, PartitionNumbers>();
        workspace = new WorkspaceState("default", numbers, memory.Open(), Facts.Secret);
        for (int partition = 0; partition < Partitions; partition++)
        {
            numbers[partition] = new PartitionNumbers();
            for (int post = 0; post < creators * posts; post++)
            {
                string platform = post % 2 == 0 ? "instagram" : "youtube";
                var subject = new Numbered<Subject>(
                    post,
                    new Subject("default", $"post-{post}", Name, $"creator-{post / posts}", platform, "")
                );
                numbers[partition].Subjects.Add(subject);
                workspace.Subjects.Add(partition, subject);
            }
        }
        alerts = new AlertBook(workspace);
        publisher = new ViewPublisher(workspace, views ?? new MemoryViewStore(), TimeProvider.System);
    }

    /// <summary>Adds touches of a kind, and publishes the row that they are in.</summary>
    /// <param name="country">Empty: nobody states it.</param>
    public void Add(
        int partition,
        int post,
        int pane,
        EventType kind,
        int count,
        bool isSuspect = false,
        string country = ""
    )
    {
        TouchCounts counts = rows.GetValueOrDefault((partition, post, pane));
        counts[KindColumns.ColumnOf(kind)] += count;
        counts[KindColumns.ColumnOf(kind) + KindColumns.Excluded] += isSuspect ? count : 0;
        rows[(partition, post, pane)] = counts;
        if (country.Length > 0)
        {
            StepCounts step = steps.GetValueOrDefault((partition, post, Step.Of(pane), country));
            step.Add(kind, count, isSuspect ? count : 0);
            steps[(partition, post, Step.Of(pane), country)] = step;
        }
        Publish(partition, post, pane);
    }

    /// <summary>Publishes a row again.</summary>
    public void Publish(int partition, int post, int pane)
    {
        workspace.Figures.Advance(Pane.StartMicros(pane));
        workspace.Figures.PutCounts(partition, 0, new CountRow(post, pane, rows[(partition, post, pane)]));
        foreach (string country in Countries)
        {
            if (steps.TryGetValue((partition, post, Step.Of(pane), country), out StepCounts step))
            {
                var facets = Facets.Of(Encoding.ASCII.GetBytes(country));
                workspace.Figures.Splits.Steps.Put(partition, new SplitStepRow(post, facets, Step.Of(pane), step));
            }
        }
    }

    public CampaignAlerts Judge()
    {
        workspace.TakeChanged(timeMoved: true, out _);
        return alerts.Judge(Name, _ => true, [Name]);
    }

    /// <summary>What the catalog says of it.</summary>
    public void Describe(CampaignEntry entry) => workspace.Apply(entry);

    /// <summary>Whether it is to be judged once more, since not all late events were taken in.</summary>
    public bool Waits => alerts.IsBehind(Name);

    /// <summary>Judges until nothing waits.</summary>
    public CampaignAlerts JudgeAll()
    {
        CampaignAlerts judged = Judge();
        while (Waits)
        {
            judged = Judge();
        }
        return judged;
    }

    /// <summary>Shows all that changed, in as many full rounds as that takes.</summary>
    public void ShowAll()
    {
        publisher.PublishWatched(() => false);
        while (publisher.IsStale)
        {
            publisher.PublishAll(() => false);
        }
    }
}
