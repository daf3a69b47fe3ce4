using System.Buffers;

namespace CreatorStream.Analytics.Authenticity.Agents;

/// <summary>
/// The agents of people that do not begin with <c>Mozilla/</c>: Opera until 2013, telephones before Android, text browsers, apps
/// that name their device, players of podcasts, music and television. What is left is a program's.
/// </summary>
internal static class AppForm
{
    private static readonly string[] Starts =
    [
        .. "Opera/ Instagram TikTok musical_ly com.zhiliaoapp com.ss. Snapchat Pinterest LinkedIn [FB Twitter-iPhone".Split(
            ' '
        ),
        .. "TwitterAndroid AppleCoreMedia/ Spotify/ Overcast/ Podcasts/ Podcast/ PocketCasts Pocket CastBox Castro".Split(
            ' '
        ),
        .. "Stitcher iTunes VLC/ Roku/ stagefright/ ExoPlayer PodcastAddict AntennaPod Deezer SoundCloud Audible".Split(
            ' '
        ),
        .. "iHeartRadio TuneIn AmazonMusic Sonos Lynx/ Links w3m/ ELinks NetSurf/ Dillo/ Dalvik/ Xbox".Split(' '),
        "Podcast Addict",
        "com.google.android.youtube/",
        "com.google.ios.youtube/",
        "com.google.GoogleMobile/",
        .. "BlackBerry Nokia SonyEricsson SAMSUNG SEC- LG- LG/ LGE MOT- HTC ZTE HUAWEI Alcatel SIE- Panasonic".Split(
            ' '
        ),
        .. "SHARP KDDI- DoCoMo/ J-PHONE Vodafone SoftBank PHILIPS Micromax Spice Lava Karbonn MAUI portalmmm UCWEB".Split(
            ' '
        ),
    ];

    private static readonly SearchValues<string> Parts = SearchValues.Create(
        [
            .. "Profile/MIDP UP.Browser UCBrowser NetFront Obigo Teleca FBAN/ FBAV/ CFNetwork/ BytedanceWebview".Split(
                ' '
            ),
            "Opera Mini",
        ],
        StringComparison.OrdinalIgnoreCase
    );

    // Beside a version, in a comment: how apps name the device they run on.
    private static readonly SearchValues<string> Devices = SearchValues.Create(
        ["(iPhone", "(iPad", "(iPod", "; iOS ", "(iOS ", "(Android ", "; Android ", "tvOS", "watchOS"],
        StringComparison.OrdinalIgnoreCase
    );

    public static bool IsApp(ReadOnlySpan<char> agent)
    {
        if (agent.Contains("compatible", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }
        foreach (string start in Starts)
        {
            if (agent.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }
        return agent.ContainsAny(Parts) || agent.ContainsAny(Devices);
    }
}
