using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using CreatorStream.Analytics.Attribution;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Views.Shapes;
using CreatorStream.Pipeline.Workspaces.Credits;
using CreatorStream.Pipeline.Workspaces.Orders;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>Which ways orders came that a campaign was met on, of all time, and which creators assisted them.</summary>
internal sealed class PathsView : View<PathsView.Found>
{
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
        .With("creditedStep", Steps, (in of) => of.CreditedStep)
        .With("totals", Orders, (in of) => of.Totals)
        .With("raw", Orders, (in of) => of.Raw);

    private static readonly Record<Assists> Creator = new Record<Assists>(
        "PathCreator",
        "How often a creator stood on paths. These don't add up over creators: an order has several."
    )
        .With("creator", Values.Text, (in of) => of.Creator)
        .With("name", Values.Text, (in of) => of.Name)
        .With("onPath", Values.Count, (in of) => of.Shares.OnPath)
        .With("assisted", Values.Count, (in of) => of.Shares.Assisted, "of these, where last touch credits another")
        .With("rawOnPath", Values.Count, (in of) => of.Shares.RawOnPath)
        .With("rawAssisted", Values.Count, (in of) => of.Shares.RawAssisted);

    private static readonly Record<Length> Lengths = new Record<Length>(
        "PathLength",
        "Orders by the length of their path: how many touches it has, or how many hours before the order it begins."
    )
        .With("from", Values.Count, (in of) => of.From)
        .With("below", Values.ChangeOrNull, (in of) => of.Below, "null: there is no end")
        .With("conversions", Values.Count, (in of) => of.Orders.Authentic)
        .With("raw", Values.Count, (in of) => of.Orders.All);

    public PathsView()
        : base("paths", ViewScope.Campaign)
    {
        Field(
            "different",
            Values.Count,
            (in of) => of.Book.Different(of.Campaign),
            "how many different paths there are"
        );
        Table(
            "rows",
            Row,
            Rows,
            "id",
            row => JsonSerializer.Serialize(row.Id),
            $"at most {PathBook.MostShown}, and fewer where their names are very long: those with the most conversions"
        );
        Table(
            "creators",
            Creator,
            Creators,
            "creator",
            row => JsonSerializer.Serialize(row.Creator),
            $"at most {ShownNames.Most}: those on the most paths"
        );
        Table(
            "touches",
            Lengths,
            of => LengthsOf(PathLengths.Touches, of.Sources.Workspace.Lengths.ByTouches(of.Campaign)),
            "from",
            Key,
            "orders by how many touches their path has"
        );
        Table(
            "hours",
            Lengths,
            of => LengthsOf(PathLengths.Hours, of.Sources.Workspace.Lengths.ByHours(of.Campaign)),
            "from",
            Key,
            "orders by how many hours before them their path begins"
        );

        static string Key(Length row) => row.From.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Where an order came it walks through all paths of the campaign: once a second is soon enough.</summary>
    public override bool IsQuick => false;

    protected override Found Find(ViewSources sources, string of) => new(sources, of, sources.Workspace.Paths);

    /// <summary>In the order of their ids.</summary>
    private static IEnumerable<Path> Rows(Found found) =>
        found
            .Book.Shown(found.Campaign)
            .Select(number => PathOf(found, number))
            .OrderBy(path => path.Id, StringComparer.Ordinal);

    private static Path PathOf(Found found, int number)
    {
        PathBook book = found.Book;
        int[] numbers = book.StepsOf(number).ToArray();
        Step[] steps = [.. numbers.Select(StepOf)];
        Step credited = StepOf(book.Credited(number));
        bool isCut = book.IsCut(number);
        return new Path(
            IdOf(steps, credited, isCut),
            steps,
            isCut,
            Array.LastIndexOf(numbers, book.Credited(number)),
            credited,
            book.Sums(number, authentic: true),
            book.Sums(number, authentic: false)
        );

        Step StepOf(int step)
        {
            PathStep of = book.StepOf(step);
            return new Step(of, of.Creator.Length == 0 ? "" : found.Sources.NameOf(of.Creator));
        }
    }

    /// <summary>
    /// Of all that tells a path from others: whom last touch credits may have been met before the steps that are kept. A
    /// hash, since names may be long.
    /// </summary>
    private static string IdOf(IEnumerable<Step> steps, Step credited, bool isCut)
    {
        byte[] all = JsonSerializer.SerializeToUtf8Bytes(
            steps
                .Prepend(credited)
                .Select(step => (string[])[step.Of.Campaign, step.Of.Creator, step.Of.Channel])
                .Append(isCut ? ["cut"] : [])
        );
        return Convert.ToHexStringLower(SHA256.HashData(all).AsSpan(0, 16));
    }

    /// <summary>In the order of their names.</summary>
    private static IEnumerable<Assists> Creators(Found found)
    {
        var all = found
            .Book.Creators(found.Campaign)
            .ToDictionary(of => of.Creator, of => new Assists(of.Creator, found.Sources.NameOf(of.Creator), of.Shares));
        return ShownNames
            .First([.. all.Values.Select(of => new ShownNames.Ranked(false, of.Shares.RawOnPath, of.Creator))])
            .Select(shown => all[shown.Name])
            .OrderBy(of => of.Creator, StringComparer.Ordinal);
    }

    private static IEnumerable<Length> LengthsOf(IReadOnlyList<int> begins, IReadOnlyList<OrderCount> orders) =>
        begins.Select((from, at) => new Length(from, at + 1 < begins.Count ? begins[at + 1] : null, orders[at]));

    internal readonly record struct Found(ViewSources Sources, string Campaign, PathBook Book);

    private readonly record struct Step(PathStep Of, string Name);

    private readonly record struct Path(
        string Id,
        IReadOnlyList<Step> Steps,
        bool IsCut,
        int Credited,
        Step CreditedStep,
        PathSums Totals,
        PathSums Raw
    );

    private readonly record struct Length(long From, long? Below, OrderCount Orders);

    private readonly record struct Assists(string Creator, string Name, PathShares Shares);
}
