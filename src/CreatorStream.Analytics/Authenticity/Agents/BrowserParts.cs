using System.Buffers;
using System.Collections.Frozen;

namespace CreatorStream.Analytics.Authenticity.Agents;

/// <summary>What the agents of desktop browsers are made of, by lists of ours: products, platforms and comments.</summary>
internal static class BrowserParts
{
    private const int LongestName = 40;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Products = Set(
        // Engines and what goes with them.
        "mozilla applewebkit gecko goanna khtml presto servo qtwebengine qtwebkit webkit2gtk webkitgtk wpe mobile version like"
            + " electron nw.js cfnetwork darwin trident msie safariline",
        // Browsers.
        "chrome chromium safari firefox edge edg edga edgios opr opera oprgx opios opt vivaldi yabrowser yowser yaapp_desktop"
            + " yasearchbrowser seamonkey palemoon waterfox basilisk k-meleon camino epiphany galeon konqueror falkon qupzilla"
            + " otter midori arora iridium brave maxthon mxbrowser avast avastsecurebrowser avg ccleaner avirascout avira 360se"
            + " 360ee qihu qihoobrowser lbbrowser metasr se 2345explorer 2345chrome qqbrowser tencenttraveler bidubrowser"
            + " baidubrowser ubrowser uwebbrowser ucbrowser sogoumobilebrowser coc_coc_browser whale sleipnir lunascape"
            + " comodo_dragon dragon icedragon rockmelt torch amigo nichrome kinza centaury puffin duckduckgo ddg ecosia slimjet"
            + " cent superbird iron srware flock netscape navigator netscape6 minefield shiretoko namoroka granparadiso"
            + " bonecho phoenix firebird thunderbird aurora nightly icecat iceweasel iceape iceowl orion arc web klapper"
            + " beaker min swiftfox conkeror kazehakase dillo netsurf uzbl surf luakit dooble mailru mail.ru sputnik atom"
            + " librewolf zen floorp mypal cyberfox omniweb shiira icab demeter chimera bolt stainless coast aloha aol aolshield"
            + " adblockbrowser polarity wavebrowser wave shift sidekick ghostery norton seznam sznprohlizec samsungbrowser"
            + " miuibrowser huaweibrowser vivobrowser heytapbrowser silk silk-accelerated gsa crios fxios focus klar quark"
            + " baiduboxapp epic lolifox pyxis superbrowser catalyst theworld greenbrowser acoo avant browser",
        // Systems.
        "ubuntu kubuntu xubuntu fedora debian linux mint suse opensuse gentoo mandriva mandrake redhat red centos mageia"
            + " archlinux arch slackware pclinuxos ubuntu-feisty raspbian nokia xbox",
        // Programs that people use which show pages: talk, games, music.
        "slack teams discord notion signal whatsapp spotify valve steam gameoverlay overwolf obs obs-browser crkey epicgameslauncher"
            + " wechat micromessenger windowswechat macwechat wxwork dingtalk qq weibo line naver kakaotalk bytedancewebview"
            + " instagram snapchat pinterest linkedinapp twitter facebook zoom skype telegram viber unrealengine"
    );

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> PlatformWords = Set(
        "wow64 win64 win32 x64 x86 amd64 aarch64 ppc u n i as tv compatible touch macintosh x11 wayland unknown fuchsia malnjs",
        "digext cygwin minefield freebsd warp dragonfly"
    );

    private static readonly string[] PlatformStarts =
    [
        .. "Windows WinNT Win98 Win95 Intel PPC Linux Ubuntu Fedora Debian CrOS Mac FreeBSD OpenBSD NetBSD".Split(' '),
        .. "DragonFly SunOS Haiku BeOS OS/2 rv: Konqueror/ KHTML Trident/ MSIE .NET SLCC SUSE OpenSUSE Gentoo".Split(
            ' '
        ),
        .. "Mageia Mandriva CentOS AmigaOS Amiga IRIX HP-UX AIX OpenVMS ARM x86 i386 i486 i586 i686 like Avast RISC".Split(
            ' '
        ),
        "Win 9x",
        "Media Center PC",
        "Tablet PC",
        "Arch Linux",
        "Red Hat",
    ];

    private static readonly string[] CommentStarts =
    [
        .. ".NET Ubuntu Debian Fedora SUSE Gentoo Mint Edition build CK- Swiftfox Linux Windows".Split(' '),
        "KHTML, like Gecko, Safari",
        "like Gecko",
    ];

    /// <summary>One part of the platform, between semicolons.</summary>
    public static bool IsPlatform(ReadOnlySpan<char> part) =>
        part.IsEmpty || Contains(PlatformWords, part) || StartsWithAny(part, PlatformStarts) || IsLanguage(part);

    /// <summary>A comment behind the platform.</summary>
    public static bool IsComment(ReadOnlySpan<char> comment)
    {
        comment = comment.Trim();
        return comment.Equals("KHTML, like Gecko", StringComparison.OrdinalIgnoreCase)
            || StartsWithAny(comment, CommentStarts)
            // Linux releases and versions: (karmic), (3.38.4-1).
            || !comment.ContainsAnyInRange('A', 'Z');
    }

    /// <summary>
    /// A product of a browser: one that is listed, or one with a version of four numbers, which Chromium has and with it what is
    /// made of it; crawlers' versions are short.
    /// </summary>
    public static bool IsProduct(ReadOnlySpan<char> product)
    {
        product = product.TrimEnd(",;");
        int slash = product.IndexOf('/');
        ReadOnlySpan<char> name = slash < 0 ? product : product[..slash];
        if (slash > 0 && product[slash..].Count('.') == 3 && !product[(slash + 1)..].ContainsAnyExcept(VersionDigits))
        {
            return true;
        }
        int dash = name.IndexOf('-');
        return Contains(Products, name)
            || (dash > 0 && Contains(Products, name[..dash]) && slash > 0)
            // The toolbar that all of them had once.
            || name.StartsWith("GTB", StringComparison.Ordinal)
            // A version apart from its product: "Opera 8.0", "v563".
            || !name.TrimStart('v').ContainsAnyExcept(VersionDigits);
    }

    private static readonly SearchValues<char> VersionDigits = SearchValues.Create("0123456789.xX");

    private static bool IsLanguage(ReadOnlySpan<char> part) =>
        part.Length is 2 or 3
            ? !part.ContainsAnyExceptInRange('a', 'z')
            : part.Length is >= 5 and <= 7 && part[2] is '-' or '_' && !part[..2].ContainsAnyExceptInRange('a', 'z');

    private static bool StartsWithAny(ReadOnlySpan<char> part, string[] starts)
    {
        foreach (string start in starts)
        {
            if (part.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }
        return false;
    }

    private static bool Contains(FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> set, ReadOnlySpan<char> name)
    {
        Span<char> lower = stackalloc char[LongestName];
        return name.Length <= lower.Length && set.Contains(lower[..Math.Max(0, name.ToLowerInvariant(lower))]);
    }

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Set(params string[] lists) =>
        lists
            .SelectMany(list => list.ToLowerInvariant().Split(' '))
            .ToFrozenSet()
            .GetAlternateLookup<ReadOnlySpan<char>>();
}
