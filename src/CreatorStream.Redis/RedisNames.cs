using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CreatorStream.Pipeline.Views;
using StackExchange.Redis;

namespace CreatorStream.Redis;

/// <summary>
/// What things are called in Redis. Names are escaped, so that none runs into another; a workspace stands in braces,
/// so that in a cluster all of it lies on one node and one script may touch it.
/// </summary>
internal sealed class RedisNames(string prefix)
{
    /// <summary>The set of the workspaces that there are.</summary>
    public RedisKey Workspaces { get; } = $"{prefix}:workspaces";

    /// <summary>Where new versions are announced.</summary>
    public string Channel { get; } = $"{prefix}:changed";

    /// <summary>The hash of a view: epoch, offset, body.</summary>
    public RedisKey View(ViewKey key) =>
        $"{prefix}:{{{Escape(key.Workspace)}}}:view:{ViewScopes.Name(key.Scope)}:{Escape(key.Of)}:{Escape(key.View)}";

    /// <summary>The hash of a workspace: the version of each of its views, so that one look tells all.</summary>
    public RedisKey Versions(string workspace) => $"{prefix}:{{{Escape(workspace)}}}:versions";

    /// <summary>A view within its workspace.</summary>
    public static string Field(ViewKey key) => $"{ViewScopes.Name(key.Scope)}/{Escape(key.Of)}/{Escape(key.View)}";

    public static string Text(ViewVersion version) =>
        string.Create(CultureInfo.InvariantCulture, $"{version.Epoch}/{version.Offset}");

    public static string Announcement(PublishedView view) =>
        $"{Escape(view.Key.Workspace)}/{Field(view.Key)}/{Text(view.Version)}";

    public static bool TryParseField(string workspace, string? field, out ViewKey key)
    {
        string[] parts = field?.Split('/') ?? [];
        key = default;
        if (parts.Length != 3 || !ViewScopes.TryParse(parts[0], out ViewScope scope))
        {
            return false;
        }
        key = new ViewKey(workspace, scope, Unescape(parts[1]), Unescape(parts[2]));
        return key.IsWhole;
    }

    public static bool TryParseVersion([NotNullWhen(true)] string? text, out ViewVersion version)
    {
        version = default;
        int slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (
            slash < 0
            || !TryParseNumber(text.AsSpan(0, slash), out long epoch)
            || !TryParseNumber(text.AsSpan(slash + 1), out long offset)
        )
        {
            return false;
        }
        version = new ViewVersion(epoch, offset);
        return true;
    }

    public static bool TryParseAnnouncement(string? text, out ViewKey key, out ViewVersion version)
    {
        version = default;
        key = default;
        string[] parts = text?.Split('/', 5) ?? [];
        return parts.Length == 5
            && TryParseField(Unescape(parts[0]), $"{parts[1]}/{parts[2]}/{parts[3]}", out key)
            && TryParseVersion(parts[4], out version);
    }

    private static bool TryParseNumber(ReadOnlySpan<char> text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static string Escape(string name) => Uri.EscapeDataString(name);

    private static string Unescape(string name) => Uri.UnescapeDataString(name);
}
