using System.Text;
using CreatorStream.Events;

namespace CreatorStream.Pipeline.Callers;

/// <summary>
/// Who calls, from the edge to everything that stores or shows. On a request it is a feature of its HttpContext, set
/// once by who knows keys and sessions.
/// </summary>
/// <param name="Via">What is stamped on the events that it sends: see <see cref="Ways"/>.</param>
/// <param name="Workspaces">Those it may reach; null: all.</param>
public sealed record Principal(string Via, Rights Rights, IReadOnlySet<string>? Workspaces = null)
{
    /// <summary>A service without a key, called on its own machine.</summary>
    public static Principal Local { get; } = new(Ways.Local, Rights.All);

    /// <summary>Who reads a file into the log.</summary>
    public static Principal Import { get; } = new(Ways.Import, Rights.All);

    /// <summary>Who showed nothing, on a route that is no way in.</summary>
    public static Principal Stranger { get; } = new("", Rights.None);

    public static Principal Pixel { get; } = new(Ways.Pixel, Rights.None);
    public static Principal Link { get; } = new(Ways.Link, Rights.None);
    public static Principal Script { get; } = new(Ways.Script, Rights.None);

    /// <summary>As events have it.</summary>
    public ReadOnlyMemory<byte> ViaBytes { get; } = Encoding.UTF8.GetBytes(Via);

    /// <summary>A stranger, who can prove nothing that it says.</summary>
    public bool IsAnonymous { get; } = Via.Length == 0 || Ways.IsAnonymous(Encoding.UTF8.GetBytes(Via));

    public bool Has(Rights right) => (Rights & right) == right;

    public bool Reaches(string workspace) => Workspaces == null || Workspaces.Contains(workspace);
}
