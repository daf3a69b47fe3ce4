using CreatorStream.Analytics.Bootstrap;

namespace CreatorStream.Analytics.Value;

/// <summary>A fitted parameter with its interval over replicates.</summary>
/// <param name="IsIdentified">Whether the data say what size it has: false where the interval spans a factor above 100,
/// or only a bound of the fit kept the parameter from 0 or infinity.</param>
public sealed record FittedParameter(string Name, double Value, double Low, double High, bool IsIdentified);

/// <summary>
/// <see cref="BgNbd"/> and <see cref="GammaGamma"/> fitted to customers, and once more to each replicate of a Poisson bootstrap over
/// them (<see cref="PoissonWeights"/>).
/// </summary>
public sealed class LifetimeFit
{
    private const double WidestFactor = 100;

    private readonly (BgNbd Purchases, GammaGamma Values)[] replicates;

    /// <param name="names">Of the customers, each once; in the same order the same result to the last digit.</param>
    /// <param name="histories">Theirs, in days.</param>
    /// <param name="parallel">How many threads it may take.</param>
    /// <exception cref="ArgumentException">No repeat purchases, or none has a value above 0.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public LifetimeFit(IReadOnlyList<string> names, CustomerHistory[] histories, ParallelOptions parallel)
    {
        var purchaseFit = new BgNbdFit(histories);
        var valueFit = new GammaGammaFit(histories);
        (Purchases, Minimum purchases) = purchaseFit.Fit();
        (Values, Minimum values) = valueFit.Fit();
        ulong[] ids = [.. names.Select(PoissonWeights.IdOf)];
        replicates = new (BgNbd, GammaGamma)[PoissonWeights.Replicates];
        Parallel.For(
            0,
            replicates.Length,
            parallel,
            replicate =>
                replicates[replicate] = (
                    purchaseFit.Refit(purchases, customer => PoissonWeights.Of(ids[customer], replicate)) ?? Purchases,
                    valueFit.Refit(values, customer => PoissonWeights.Of(ids[customer], replicate)) ?? Values
                )
        );
        Parameters = [.. Describe(BgNbdFit.AtBounds(purchases), GammaGammaFit.AtBounds(values))];
    }

    public BgNbd Purchases { get; }

    public GammaGamma Values { get; }

    public IReadOnlyList<(BgNbd Purchases, GammaGamma Values)> Replicates => replicates;

    /// <summary>r, α, a, b and p, q, v.</summary>
    public IReadOnlyList<FittedParameter> Parameters { get; }

    private IEnumerable<FittedParameter> Describe(bool[] purchasesAtBounds, bool[] valuesAtBounds)
    {
        yield return Of("r", m => m.Purchases.R, purchasesAtBounds[0]);
        yield return Of("alpha", m => m.Purchases.Alpha, purchasesAtBounds[1]);
        yield return Of("a", m => m.Purchases.A, purchasesAtBounds[2]);
        yield return Of("b", m => m.Purchases.B, purchasesAtBounds[3]);
        yield return Of("p", m => m.Values.P, valuesAtBounds[0]);
        yield return Of("q", m => m.Values.Q, valuesAtBounds[1]);
        yield return Of("v", m => m.Values.V, valuesAtBounds[2]);

        FittedParameter Of(string name, Func<(BgNbd Purchases, GammaGamma Values), double> parameter, bool isAtBound)
        {
            (double low, double high) = Middle95.Of([.. replicates.Select(parameter)]);
            return new FittedParameter(
                name,
                parameter((Purchases, Values)),
                low,
                high,
                !isAtBound && high / low <= WidestFactor
            );
        }
    }
}
