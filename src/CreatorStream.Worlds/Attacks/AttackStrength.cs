namespace CreatorStream.Worlds.Attacks;

/// <summary>How much an attacker does, and how little it hides: each attack says what it means for it.</summary>
public enum AttackStrength
{
    Weak,
    Medium,
    Strong,
}
