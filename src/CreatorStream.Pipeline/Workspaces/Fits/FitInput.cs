using System.Runtime.InteropServices;
using CreatorStream.Analytics.Attribution;
using CreatorStream.Pipeline.Workspaces.Orders;

namespace CreatorStream.Pipeline.Workspaces.Fits;

/// <summary>
/// All paths of a workspace as they were at one moment: those that orders went, and those of visitors who bought nothing.
/// Copied from what goes on changing, so that any thread may fit models to it.
/// </summary>
internal sealed class FitInput
{
    private readonly List<PathStep> steps = [];
    private readonly Dictionary<PathStep, int> numbers = [];
    private readonly List<int> items = [];
    private readonly List<Path> paths = [];

    /// <summary>All steps of all paths, one path behind another.</summary>
    public ReadOnlySpan<int> Items => CollectionsMarshal.AsSpan(items);

    /// <summary>What the numbers in <see cref="Items"/> stand for.</summary>
    public IReadOnlyList<PathStep> Steps => steps;

    public IReadOnlyList<Path> Paths => paths;

    /// <summary>How many visitors who bought nothing were looked at.</summary>
    public int Sampled { get; private set; }

    /// <summary>Copies what there is. Only the loop that owns it may.</summary>
    public static FitInput Of(PathBook book, UnconvertedBook unconverted, Func<int, int, PlacedSubject> place)
    {
        var input = new FitInput();
        input.AddOrders(book);
        foreach (int partition in unconverted.Partitions)
        {
            input.AddUnconverted(unconverted, partition, place);
        }
        return input;
    }

    private void AddOrders(PathBook book)
    {
        var known = new Dictionary<int, int>();
        foreach (int path in book.Used)
        {
            int start = items.Count;
            foreach (int step in book.StepsOf(path))
            {
                if (!known.TryGetValue(step, out int number))
                {
                    known[step] = number = NumberOf(book.StepOf(step));
                }
                items.Add(number);
            }
            paths.Add(
                new Path(
                    start,
                    items.Count - start,
                    book.Sums(path, authentic: false),
                    book.Sums(path, authentic: true),
                    0,
                    0
                )
            );
        }
    }

    private void AddUnconverted(UnconvertedBook unconverted, int partition, Func<int, int, PlacedSubject> place)
    {
        var known = new Dictionary<int, int>();
        long weight = unconverted.WeightOf(partition);
        for (int visitor = 0; visitor < unconverted.CountOf(partition); visitor++)
        {
            int start = items.Count;
            ReadOnlySpan<int> met = unconverted.SubjectsOf(partition, visitor, out bool isInauthentic);
            foreach (int subject in met)
            {
                if (!known.TryGetValue(subject, out int number))
                {
                    known[subject] = number = NumberOf(StepOf(place(partition, subject)));
                }
                if (items.Count == start || items[^1] != number)
                {
                    items.Add(number);
                }
            }
            if (items.Count > start)
            {
                Sampled++;
                // Of more steps than an order's path has, the last.
                int length = Math.Min(items.Count - start, PathSteps.Most);
                paths.Add(new Path(items.Count - length, length, default, default, weight, isInauthentic ? 0 : weight));
            }
        }
    }

    private static PathStep StepOf(PlacedSubject of) =>
        of.Subject.Content.Length > 0
            ? new PathStep(of.Placement.Campaign, of.Placement.Creator, "")
            : new PathStep("", "", of.Subject.Channel);

    private int NumberOf(PathStep step)
    {
        if (!numbers.TryGetValue(step, out int number))
        {
            numbers[step] = number = steps.Count;
            steps.Add(step);
        }
        return number;
    }

    /// <summary>A path, and who went it.</summary>
    /// <param name="Start">Of its steps in <see cref="Items"/>.</param>
    /// <param name="Unconverted">Visitors who bought nothing, each as many as it stands for.</param>
    /// <param name="AuthenticUnconverted">Those of them who are no inauthentic actors.</param>
    internal readonly record struct Path(
        int Start,
        int Length,
        PathSums All,
        PathSums Authentic,
        long Unconverted,
        long AuthenticUnconverted
    );
}
