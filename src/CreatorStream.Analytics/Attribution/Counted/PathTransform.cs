namespace CreatorStream.Analytics.Attribution.Counted;

/// <summary>
/// What tells one path from another in <see cref="CounterfactualShapley"/>; of D A B B C D C C, in the terms of
/// google/fractribution (<c>py/fractribution_model/tuple_transforms.py</c>).
/// </summary>
public enum PathTransform
{
    /// <summary>Repeats in a row are one: D A B C D C. Theirs, and so the default here.</summary>
    Exposure,

    /// <summary>Everything: D A B B C D C C.</summary>
    Unique,

    /// <summary>The distinct steps, in the order of their first visits: D A B C.</summary>
    First,

    /// <summary>The same with how often each was met: D(2) A(1) B(2) C(3).</summary>
    Frequency,
}

internal static class PathTransforms
{
    /// <summary>How many numbers stand for an element of a transformed path; the first is its step.</summary>
    public static int Width(this PathTransform transform) => transform == PathTransform.Frequency ? 2 : 1;

    public static int[] Apply(this PathTransform transform, ReadOnlySpan<int> steps)
    {
        switch (transform)
        {
            case PathTransform.Unique:
                return steps.ToArray();
            case PathTransform.Exposure:
            {
                var runs = new List<int>(steps.Length);
                foreach (int step in steps)
                {
                    if (runs.Count == 0 || runs[^1] != step)
                    {
                        runs.Add(step);
                    }
                }
                return [.. runs];
            }
            case PathTransform.First:
            case PathTransform.Frequency:
            {
                int width = transform.Width();
                var places = new Dictionary<int, int>();
                var elements = new List<int>();
                foreach (int step in steps)
                {
                    if (places.TryAdd(step, elements.Count))
                    {
                        elements.Add(step);
                        elements.AddRange(width == 2 ? [0] : []);
                    }
                    if (width == 2)
                    {
                        elements[places[step] + 1]++;
                    }
                }
                return [.. elements];
            }
            default:
                throw new ArgumentOutOfRangeException(nameof(transform));
        }
    }
}
