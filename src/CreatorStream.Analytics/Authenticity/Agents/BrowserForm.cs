using System.Buffers;

namespace CreatorStream.Analytics.Authenticity.Agents;

/// <summary>
/// The form of agents that begin with <c>Mozilla/</c>: the platform in a comment, then the engine's and the browser's products.
/// </summary>
internal static class BrowserForm
{
    private static readonly SearchValues<string> Mobile = SearchValues.Create(
        [
            .. "Android iPhone iPad iPod Mobile; Tablet; Tizen KAIOS BlackBerry BB10 PlayBook webOS Web0S SMART".Split(
                ' '
            ),
            .. "PlayStation Nintendo Symbian Series3 Series4 Series6 MeeGo Maemo Harmony HbbTV DTV CrKey Xbox".Split(
                ' '
            ),
            .. "VIERA BRAVIA Kindle Silk Roku AFT Bada PalmOS Danger NetCast VIDAA QtEmbedded Maui Nokia Sailfish".Split(
                ' '
            ),
            "Windows Phone",
            "Windows CE",
            "Apple TV",
        ],
        StringComparison.OrdinalIgnoreCase
    );

    private static readonly SearchValues<string> Desktop = SearchValues.Create(
        [
            .. "Windows Macintosh X11 Linux Win98 Win95 WinNT CrOS OS/2 BeOS Haiku BSD SunOS Amiga Fuchsia".Split(' '),
            .. "Unknown PPC Wayland RISC Syllable".Split(' '),
            "Win 9x",
        ],
        StringComparison.OrdinalIgnoreCase
    );

    private static readonly SearchValues<string> Explorer = SearchValues.Create(
        ["MSIE", "Trident/", "IEMobile"],
        StringComparison.OrdinalIgnoreCase
    );

    // Browsers that called themselves compatible; now it is a word of crawlers.
    private static readonly SearchValues<string> Compatible = SearchValues.Create(
        [.. "MSIE Trident/ Konqueror Opera NetFront webOS Series60 AOL iCab".Split(' ')],
        StringComparison.OrdinalIgnoreCase
    );

    public static AgentSign Judge(ReadOnlySpan<char> agent)
    {
        var parts = new AgentParts(agent);
        // The product Mozilla itself, and the platform.
        if (!parts.MoveNext() || !parts.MoveNext() || !parts.IsComment)
        {
            return AgentSign.Form;
        }
        ReadOnlySpan<char> platform = parts.Current;
        if (IsOnlyCompatible(agent))
        {
            return AgentSign.Form;
        }
        if (platform.ContainsAny(Explorer))
        {
            // Toolbars and whatever else was installed put their names among the platform.
            return HasForeignProduct(ref parts) ? AgentSign.Product : AgentSign.None;
        }
        if (platform.ContainsAny(Mobile))
        {
            return JudgeMobile(ref parts);
        }
        if (!platform.ContainsAny(Desktop))
        {
            return AgentSign.Platform;
        }
        foreach (Range element in platform.Split(';'))
        {
            if (!BrowserParts.IsPlatform(platform[element].Trim()))
            {
                return AgentSign.Platform;
            }
        }
        return JudgeDesktop(ref parts);
    }

    /// <summary>It names a telephone, a tablet or a television.</summary>
    public static bool IsMobile(ReadOnlySpan<char> agent) => agent.ContainsAny(Mobile);

    /// <summary>It calls itself compatible as crawlers do, and is none of the browsers that did.</summary>
    public static bool IsOnlyCompatible(ReadOnlySpan<char> agent) =>
        agent.Contains("compatible", StringComparison.OrdinalIgnoreCase) && !agent.ContainsAny(Compatible);

    /// <summary>An engine is enough: apps show pages in views of their own and add their names.</summary>
    private static AgentSign JudgeMobile(ref AgentParts parts)
    {
        while (parts.MoveNext())
        {
            if (!parts.IsComment && BrowserParts.IsProduct(parts.Current))
            {
                return AgentSign.None;
            }
        }
        return AgentSign.Form;
    }

    private static AgentSign JudgeDesktop(ref AgentParts parts)
    {
        bool any = false;
        while (parts.MoveNext())
        {
            any = true;
            if (parts.IsComment ? !BrowserParts.IsComment(parts.Current) : !BrowserParts.IsProduct(parts.Current))
            {
                return AgentSign.Product;
            }
        }
        return any ? AgentSign.None : AgentSign.Form;
    }

    private static bool HasForeignProduct(ref AgentParts parts)
    {
        while (parts.MoveNext())
        {
            if (!parts.IsComment && !BrowserParts.IsProduct(parts.Current))
            {
                return true;
            }
        }
        return false;
    }
}
