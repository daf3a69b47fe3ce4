namespace CreatorStream.Analytics.Authenticity.Spam;

/// <summary>One sign that a comment is spam, told from its words alone.</summary>
/// <param name="Name">As it is shown among the reasons.</param>
/// <param name="Weight">
/// What it adds to the logarithm of the odds: <see cref="Strong"/>, <see cref="Clear"/> or <see cref="Weak"/>. Three steps by
/// judgement, each half of the one before; nothing is fitted.
/// </param>
/// <param name="FalsePositives">Who may be accused wrongly.</param>
/// <param name="Amount">How much of it there is: 0 nothing, 1 all that is usual.</param>
internal sealed record SpamSignal(
    string Name,
    double Weight,
    string Rule,
    string FalsePositives,
    SpamSignal.Measure Amount
)
{
    /// <summary>Enough alone.</summary>
    public const double Strong = 6;

    /// <summary>Enough with another one.</summary>
    public const double Clear = 3;

    /// <summary>Three of them are enough.</summary>
    public const double Weak = 1.5;

    internal delegate double Measure(CommentWords comment);

    internal delegate bool Condition(CommentWords comment);

    /// <summary>One that is there or not.</summary>
    public static SpamSignal Of(string name, double weight, string rule, string falsePositives, Condition holds) =>
        new(name, weight, rule, falsePositives, comment => holds(comment) ? 1 : 0);
}
