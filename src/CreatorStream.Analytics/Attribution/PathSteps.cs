namespace CreatorStream.Analytics.Attribution;

/// <summary>A step of a path as paths are counted: a creator in a campaign, or a channel.</summary>
/// <param name="Campaign">"" for a channel, and where nobody knows.</param>
/// <param name="Creator">The same.</param>
/// <param name="Channel">"" where somebody's content was met.</param>
public readonly record struct PathStep(string Campaign, string Creator, string Channel)
{
    public static PathStep Of(in Touch touch) => new(touch.Campaign, touch.Creator, touch.Channel);
}

/// <summary>The path of an order as it is told from other paths: who was met, one after another.</summary>
public static class PathSteps
{
    /// <summary>Of a longer path the last ones: few orders have more, and nearly each of these would be a path of its own.</summary>
    public const int Most = 16;

    /// <summary>Adds the steps of a path, the earliest first. Touches with the same that follow each other are one.</summary>
    /// <returns>The step that last touch credits, if there is any, and whether there were more steps.</returns>
    public static (PathStep? Credited, bool IsCut) Of(OrderPath path, List<PathStep> into)
    {
        ReadOnlySpan<Touch> touches = path.Touches;
        int begin = into.Count;
        bool isCut = false;
        for (int at = touches.Length - 1; at >= 0 && !isCut; at--)
        {
            var step = PathStep.Of(touches[at]);
            if (into.Count == begin || into[^1] != step)
            {
                isCut = into.Count - begin == Most;
                if (!isCut)
                {
                    into.Add(step);
                }
            }
        }
        into.Reverse(begin, into.Count - begin);
        return (touches.IsEmpty ? null : PathStep.Of(touches[path.Last]), isCut);
    }
}
