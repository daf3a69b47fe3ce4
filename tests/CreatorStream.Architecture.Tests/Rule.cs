namespace CreatorStream.Architecture.Tests;

/// <summary>How a broken rule is told: what the rule is, what to do, and every place where it is broken.</summary>
internal static class Rule
{
    public static void Holds(string rule, string remedy, IEnumerable<string> violations)
    {
        var places = violations.ToList();
        if (places.Count > 0)
        {
            Assert.Fail($"{rule}\nWhat to do: {remedy}\n" + string.Join('\n', places.Select(place => $"- {place}")));
        }
    }
}
