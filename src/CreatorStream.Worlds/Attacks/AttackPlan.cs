using CreatorStream.Import;

namespace CreatorStream.Worlds.Attacks;

/// <summary>Which attacks a simulated advertiser suffers, and how strong they are.</summary>
public sealed record AttackPlan(IReadOnlyList<(string Name, AttackStrength Strength)> Attacks)
{
    private static readonly (string Name, Func<AttackEvents, AttackStrength, Attack> Make)[] Known =
    [
        ("bots", (events, strength) => new BotAttack(events, strength)),
        ("pods", (events, strength) => new PodAttack(events, strength)),
        ("bought-likes", (events, strength) => new BoughtLikesAttack(events, strength)),
        ("slow-drip", (events, strength) => new SlowDripAttack(events, strength)),
        ("click-farm", (events, strength) => new ClickFarmAttack(events, strength)),
        ("injected-clicks", (events, strength) => new InjectedClicksAttack(events, strength)),
        ("leaked-code", (events, strength) => new LeakedCodeAttack(events, strength)),
    ];

    public static AttackPlan None { get; } = new([]);

    /// <summary>As the help has them.</summary>
    public static string Names { get; } = string.Join(", ", Known.Select(of => of.Name));

    /// <param name="texts">Each <c>NAME:STRENGTH</c>.</param>
    /// <exception cref="UsageException">One says something else.</exception>
    public static AttackPlan Parse(IEnumerable<string> texts)
    {
        var attacks = new List<(string, AttackStrength)>();
        foreach (string text in texts)
        {
            string[] parts = text.Split(':');
            AttackStrength[] strengths =
            [
                .. Enum.GetValues<AttackStrength>()
                    .Where(of =>
                        parts.Length == 2 && string.Equals(of.ToString(), parts[1], StringComparison.OrdinalIgnoreCase)
                    ),
            ];
            if (strengths.Length == 0 || !Known.Any(of => of.Name == parts[0]))
            {
                throw new UsageException(
                    $"--attack: NAME:STRENGTH is wanted, such as pods:medium. Names: {Names}. Strengths: weak, medium, strong"
                );
            }
            if (attacks.Exists(of => of.Item1 == parts[0]))
            {
                throw new UsageException($"--attack {parts[0]}: given twice");
            }
            attacks.Add((parts[0], strengths[0]));
        }
        return new AttackPlan(attacks);
    }

    internal IReadOnlyList<Attack> Make(World world, AttackLabels labels) =>
        [
            .. Attacks.Select(of =>
                Known.Single(known => known.Name == of.Name).Make(new AttackEvents(world, labels, of.Name), of.Strength)
            ),
        ];
}
