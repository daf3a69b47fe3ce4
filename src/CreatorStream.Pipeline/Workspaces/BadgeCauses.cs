namespace CreatorStream.Pipeline.Workspaces;

/// <summary>What somebody should know who reads figures. Equal where all of it is the same.</summary>
/// <param name="MissingRates">Another list where they change.</param>
/// <param name="IsStarting">What was there at the start is still being taken in, or looked through for groups.</param>
public readonly record struct BadgeCauses(IReadOnlyList<(string Currency, string Day)> MissingRates, bool IsStarting)
{
    /// <summary>The code of <see cref="IsStarting"/>.</summary>
    public const string Starting = "starting";

    /// <summary>In words.</summary>
    /// <param name="currency">The reporting one.</param>
    public IEnumerable<(string Code, string Text)> In(string currency)
    {
        if (IsStarting)
        {
            yield return (
                Starting,
                "The service was started, and takes in what was there: figures lack events, or still have those of actors who are left out."
            );
        }
        if (MissingRates.Count > 0)
        {
            yield return (
                "missing-rate",
                $"Money waits for {MissingRates.Count} exchange rate(s), such as {MissingRates[0].Currency} to {currency} on {MissingRates[0].Day}. Add them to the catalog as entries of the kind rate."
            );
        }
    }
}
