using System.Text.Json.Nodes;

namespace CreatorStream.Golden;

/// <summary>Gives events of a random world the marks by which visitors are told to be one person.</summary>
internal static class WorldPersons
{
    /// <summary>Two of them may hang together by a third, and some of those who buy with some who only look.</summary>
    private const int Marks = 6;

    public static void Mark(IReadOnlyList<JsonObject> events, Random random)
    {
        // In most worlds few are known by anything.
        int often = random.Next(4) switch
        {
            0 => 0,
            1 => 8,
            _ => 60,
        };
        foreach (JsonObject json in events)
        {
            if (often > 0 && json["via"] is null && random.Next(often) == 0)
            {
                int which = random.Next(Marks);
                json["person"] =
                    which == 0 ? $"email:{new string('a', 64)}"
                    : which == 1 ? "token:0123456789abcdef"
                    : $"login:{which}";
            }
        }
    }
}
