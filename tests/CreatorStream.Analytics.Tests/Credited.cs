using CreatorStream.Analytics.Attribution;
using CreatorStream.Events;

namespace CreatorStream.Analytics.Tests;

internal static class Credited
{
    /// <summary>Who gets all of an order, by a model that gives it to one touch.</summary>
    public static Credit By(IAttributionModel model, OrderPath path)
    {
        if (path.Touches.IsEmpty)
        {
            return Credit.Unattributed;
        }
        long[] weights = Weights(
            model,
            [.. path.Touches.ToArray().Select((touch, at) => new PathTouch(at, 0, touch.Kind.IsClickOrVisit(), false))]
        );
        int first = Array.FindIndex(weights, weight => weight > 0);
        Assert.Equal(first, Array.FindLastIndex(weights, weight => weight > 0));
        return path.Touches[first].Credit;
    }

    public static long[] Weights(IAttributionModel model, params PathTouch[] path)
    {
        long[] weights = new long[path.Length];
        model.Weigh(path, weights);
        return weights;
    }
}
