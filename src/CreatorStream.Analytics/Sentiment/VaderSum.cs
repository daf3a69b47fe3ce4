namespace CreatorStream.Analytics.Sentiment;

/// <summary>From the valences of words to the score of a text.</summary>
internal static class VaderSum
{
    // Of the norm of the sum of valences.
    private const double Alpha = 15;

    /// <summary>What exclamation and question marks add to the stronger side.</summary>
    public static double Emphasis(ReadOnlySpan<char> text)
    {
        int questions = text.Count('?');
        return Math.Min(text.Count('!'), 4) * 0.292
            + questions switch
            {
                <= 1 => 0,
                <= 3 => questions * 0.18,
                _ => 0.96,
            };
    }

    public static SentimentScore Of(ReadOnlySpan<double> valences, double emphasis)
    {
        double sum = 0;
        double positive = 0;
        double negative = 0;
        int neutral = 0;
        foreach (double valence in valences)
        {
            sum += valence;
            // A neutral word counts as 1.
            positive += valence > 0 ? valence + 1 : 0;
            negative += valence < 0 ? 1 - valence : 0;
            neutral += valence == 0 ? 1 : 0;
        }
        sum +=
            sum > 0 ? emphasis
            : sum < 0 ? -emphasis
            : 0;
        if (positive > negative)
        {
            positive += emphasis;
        }
        else if (positive < negative)
        {
            negative += emphasis;
        }
        double all = positive + negative + neutral;
        return new SentimentScore(
            Round(negative / all, 1000),
            Round(neutral / all, 1000),
            Round(positive / all, 1000),
            Round(Math.Clamp(sum / Math.Sqrt((sum * sum) + Alpha), -1, 1), 10_000)
        );
    }

    /// <summary>
    /// As Python rounds: by the exact value of the number, half to even. <c>Math.Round</c> takes the product as exact, which turns
    /// 0.0005 (a little more than that) down.
    /// </summary>
    private static double Round(double value, double scale)
    {
        double product = value * scale;
        double lost = Math.FusedMultiplyAdd(value, scale, -product);
        double floor = Math.Floor(product);
        double above = product - floor - 0.5 + lost;
        bool isUp = above > 0 || (above == 0 && floor % 2 != 0);
        return (isUp ? floor + 1 : floor) / scale;
    }
}
