namespace CreatorStream.Analytics.Lift;

/// <summary>
/// What is thought of a variance before the data: its reciprocal has a gamma distribution of shape weight/2 and rate
/// weight·guess²/2, as if <paramref name="Weight"/> draws of standard deviation <paramref name="Guess"/> had been seen
/// (SdPrior of the R package Boom), cut off above <paramref name="Limit"/>.
/// </summary>
/// <param name="Guess">A standard deviation.</param>
/// <param name="Weight">A number of observations.</param>
/// <param name="Limit">The greatest standard deviation that is possible.</param>
internal readonly record struct VariancePrior(double Guess, double Weight, double Limit)
{
    /// <summary>The sum of squares that <see cref="Weight"/> observations would have.</summary>
    public double SumOfSquares => Weight * Guess * Guess;

    /// <summary>Draws the variance, given observations of mean 0.</summary>
    /// <param name="squares">The sum of their squares.</param>
    /// <param name="count">How many they are; 2 or more.</param>
    /// <param name="random">Draws.</param>
    public double Draw(double squares, int count, LiftRandom random) =>
        1 / random.GammaAbove((Weight + count) / 2, (SumOfSquares + squares) / 2, 1 / (Limit * Limit));
}
