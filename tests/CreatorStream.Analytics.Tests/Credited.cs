using CreatorStream.Analytics.Attribution;

namespace CreatorStream.Analytics.Tests;

internal static class Credited
{
    /// <summary>Who gets all of an order, by a model that gives it to one touch.</summary>
    public static Credit By(IAttributionModel model, OrderPath path)
    {
        int[] weights = Weights(model, path);
        int at = Array.FindIndex(weights, weight => weight > 0);
        Assert.Equal(at, Array.FindLastIndex(weights, weight => weight > 0));
        return at < 0 ? Credit.Unattributed : path.Touches[at].Credit;
    }

    public static int[] Weights(IAttributionModel model, OrderPath path)
    {
        int[] weights = new int[path.Touches.Length];
        model.Weigh(path, weights);
        return weights;
    }
}
