namespace CreatorStream.Serve;

/// <summary>Names in paths.</summary>
internal static class RouteName
{
    /// <summary>
    /// What a part of a path names. The framework decodes all of it but slashes, which names may have.
    /// </summary>
    public static string Of(string part) => part.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
