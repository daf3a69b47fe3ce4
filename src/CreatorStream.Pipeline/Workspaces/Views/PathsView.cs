using System.Text.Json;
using CreatorStream.Analytics.Attribution;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Views.Shapes;
using CreatorStream.Pipeline.Workspaces.Orders;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>Which ways orders came that a campaign was met on, of all time, and which creators assisted them.</summary>
internal sealed class PathsView : View<PathsView.Found>
{
    /// <summary>How many paths are shown, of usually many that few orders went.</summary>
    private const int Most = 100;

    private static readonly Record<PathSums> Orders = new Record<PathSums>("PathTotals", "What orders come to.")
        .With("conversions", Values.Count, (in of) => of.Orders)
        .With("revenue", Values.Money, (in of) => of.Unpriced != 0 ? null : of.RevenueMicros);

    private static readonly Record<Step> Steps = new Record<Step>(
        "PathStep",
        "Whom an order's visitors met: a creator of a campaign, or a channel. All empty: content that nobody placed."
    )
        .With("campaign", Values.Text, (in of) => of.Of.Campaign)
        .With("creator", Values.Text, (in of) => of.Of.Creator)
        .With("name", Values.Text, (in of) => of.Name, "of the creator")
        .With("channel", Values.Text, (in of) => of.Of.Channel);

    private static readonly Record<Path> Row = new Record<Path>("PathRow", "Orders that went the same path.")
        .With("id", Values.Text, (in of) => of.Id)
        .With("steps", Lists.Of(Steps), (in of) => of.Steps, "the earliest first")
        .With("isCut", Values.Flag, (in of) => of.IsCut, "there were more steps before these")
        .With(
            "credited",
            Values.Count,
            (in of) => of.Credited,
            "where the step stands that last touch credits; -1: before those that are shown"
        )
        .With("totals", Orders, (in of) => of.Totals)
        .With("raw", Orders, (in of) => of.Raw);

    private static readonly Record<Assists> Creator = new Record<Assists>(
        "PathCreator",
        "How often a creator stood on paths. These don't add up over creators: an order has several."
    )
        .With("creator", Values.Text, (in of) => of.Creator)
        .With("name", Values.Text, (in of) => of.Name)
        .With("onPath", Values.Count, (in of) => of.OnPath)
        .With("assisted", Values.Count, (in of) => of.Assisted, "of these, where last touch credits another")
        .With("rawOnPath", Values.Count, (in of) => of.RawOnPath)
        .With("rawAssisted", Values.Count, (in of) => of.RawAssisted);

    public PathsView()
        : base("paths", ViewScope.Campaign)
    {
        Field("different", Values.Count, (in of) => of.Numbers.Count, "how many different paths there are");
        Table(
            "rows",
            Row,
            Rows,
            "id",
            row => JsonSerializer.Serialize(row.Id),
            $"at most {Most}: those with the most conversions"
        );
        Table(
            "creators",
            Creator,
            Creators,
            "creator",
            row => JsonSerializer.Serialize(row.Creator),
            $"at most {ShownNames.Most}: those on the most paths"
        );
    }

    /// <summary>It walks through all paths of the campaign: once a second is soon enough.</summary>
    public override bool IsQuick => false;

    protected override Found Find(ViewSources sources, string of) => new(sources, of, sources.Workspace.Paths.Of(of));

    /// <summary>In the order of their ids.</summary>
    private static IEnumerable<Path> Rows(Found found)
    {
        PathBook book = found.Sources.Workspace.Paths;
        return found
            .Numbers.OrderByDescending(number => OrdersOf(book, number))
            .ThenBy(book.Rank)
            .Take(Most)
            .Select(number => PathOf(found.Sources, number))
            .OrderBy(path => path.Id, StringComparer.Ordinal);
    }

    private static (long Authentic, long All) OrdersOf(PathBook book, int number) =>
        (book.Sums(number, authentic: true).Orders, book.Sums(number, authentic: false).Orders);

    private static Path PathOf(ViewSources sources, int number)
    {
        PathBook book = sources.Workspace.Paths;
        int[] numbers = book.StepsOf(number).ToArray();
        Step[] steps = [.. numbers.Select(step => new Step(book.Step(step), sources.NameOf(book.Step(step).Creator)))];
        int credited = Array.LastIndexOf(numbers, book.Credited(number));
        bool isCut = book.IsCut(number);
        string id = JsonSerializer.Serialize(
            steps
                .Select(step => (string[])[step.Of.Campaign, step.Of.Creator, step.Of.Channel])
                .Append([$"{credited}", isCut ? "cut" : ""])
        );
        return new Path(
            id,
            steps,
            isCut,
            credited,
            book.Sums(number, authentic: true),
            book.Sums(number, authentic: false)
        );
    }

    /// <summary>In the order of their names.</summary>
    private static IEnumerable<Assists> Creators(Found found)
    {
        PathBook book = found.Sources.Workspace.Paths;
        var all = new Dictionary<string, Assists>();
        var seen = new HashSet<int>();
        foreach (int number in found.Numbers)
        {
            (long authentic, long raw) = OrdersOf(book, number);
            seen.Clear();
            foreach (int step in book.StepsOf(number))
            {
                (string campaign, string creator, _) = book.Step(step);
                if (seen.Add(step) && campaign == found.Campaign && creator.Length > 0)
                {
                    bool isAssist = step != book.Credited(number);
                    Assists of = all.GetValueOrDefault(creator);
                    all[creator] = new Assists(
                        creator,
                        found.Sources.NameOf(creator),
                        of.OnPath + authentic,
                        of.Assisted + (isAssist ? authentic : 0),
                        of.RawOnPath + raw,
                        of.RawAssisted + (isAssist ? raw : 0)
                    );
                }
            }
        }
        return ShownNames
            .First([.. all.Values.Select(of => new ShownNames.Ranked(false, of.RawOnPath, of.Creator))])
            .Select(shown => all[shown.Name])
            .OrderBy(of => of.Creator, StringComparer.Ordinal);
    }

    /// <param name="Numbers">Of the paths on which the campaign is met.</param>
    internal readonly record struct Found(ViewSources Sources, string Campaign, IReadOnlyList<int> Numbers);

    private readonly record struct Step(PathStep Of, string Name);

    private readonly record struct Path(
        string Id,
        IReadOnlyList<Step> Steps,
        bool IsCut,
        int Credited,
        PathSums Totals,
        PathSums Raw
    );

    private readonly record struct Assists(
        string Creator,
        string Name,
        long OnPath,
        long Assisted,
        long RawOnPath,
        long RawAssisted
    );
}
