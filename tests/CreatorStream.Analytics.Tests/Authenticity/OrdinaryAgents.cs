using System.Globalization;
using System.Text;

namespace CreatorStream.Analytics.Tests.Authenticity;

/// <summary>
/// User agents as people's browsers, apps, televisions and telephones send them, made up from patterns: <c>{a|b}</c> is one of
/// them, <c>#</c> a digit, <c>##</c> two. Deterministic.
/// </summary>
internal static class OrdinaryAgents
{
    private const string Desktop =
        "{Windows NT 10.0; Win64; x64|Windows NT 6.1; WOW64|Windows NT 10.0; WOW64|Windows NT 6.3; Win64; x64|Windows NT 6.1|Macintosh; Intel Mac OS X 10_15_7|Macintosh; Intel Mac OS X 10_1#_6|X11; Linux x86_64|X11; Ubuntu; Linux x86_64|X11; CrOS x86_64 14541.0.0|X11; CrOS aarch64 15##9.58.0|X11; Linux armv7l|X11; Linux i686|X11; Fedora; Linux x86_64|X11; FreeBSD amd64|X11; OpenBSD amd64}";

    private const string Chrome = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/1##.0.{0.0|6##8.1##}";

    private const string Phone =
        "{SM-G99#B|SM-A5##F|SM-S918B|Pixel #|Pixel # Pro|Redmi Note 1#|M2101K6G|2201117TY|CPH2###|V2###|RMX3###|moto g(3#)|Moto G (5) Plus|ONEPLUS A6013|LM-Q720|Nokia G20|VOG-L29|ELE-L29|CUBOT_X18_Plus|CUBOT P40|TECNO KG5k|Infinix X6##|itel A56|SM-T##5|Lenovo TB-X606F|KFMAWI|AGS3-W09|A063|XQ-CC54|K|ASUS_I005D|HTC U11|Vodafone Smart N10|Archos 50 Platinum|Alcatel_5033D|BLU Studio X8 HD|LG-M255|ZTE Blade A7 2020|S96Pro+|DUB-LX1|SHARK PRS-A0|ScanPal EDA50|TC56}";

    private const string Build =
        "{| Build/{QP1A.190711.020|RP1A.200720.012|TP1A.220624.014|PPR1.180610.011|MRA58N|HUAWEIVOG-L29}}";
    private const string Android = "Linux; Android {#|1#|8.1.0|7.0|6.0.1|5.1.1}; " + Phone + Build;
    private const string View =
        "Mozilla/5.0 ("
        + Android
        + "; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/1##.0.6##8.1## Mobile Safari/537.36";

    private const string Ios =
        "Mozilla/5.0 ({iPhone; CPU iPhone OS|iPad; CPU OS|iPod touch; CPU iPhone OS} 1#_{#|#_#} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";

    private const string Explorer =
        "{|; SLCC2}{|; .NET CLR 2.0.50727}{|; .NET CLR 3.5.30729}{|; Media Center PC 6.0}{|; .NET4.0C}{|; .NET4.0E}{|; InfoPath.3}{|; GTB7.5}{|; FunWebProducts}{|; MRA 5.5 (build 02842)}{|; BTRS123456}{|; SV1}{|; Maxthon 2.0}{|; 360SE}{|; Alexa Toolbar}{|; Zune 4.7}{|; AskTbORJ/5.15.9.29495}{|; QQBrowser/7.7}{|; Avant Browser}";

    private static readonly string[] Patterns =
    [
        "Mozilla/5.0 (" + Desktop + ") " + Chrome + " Safari/537.36",
        "Mozilla/5.0 (" + Desktop + ") " + Chrome + " Safari/537.36",
        "Mozilla/5.0 (" + Desktop + ") " + Chrome + " Safari/537.36 Edg/1##.0.{0.0|2##3.7#}",
        "Mozilla/5.0 (" + Desktop + ") " + Chrome + " Safari/537.36 OPR/##.0.0.0{| (Edition Yx)| (Edition std-1)}",
        "Mozilla/5.0 ("
            + Desktop
            + ") "
            + Chrome
            + " {YaBrowser/2#.#.0.0 {Yowser/2.5 |}Safari/537.36|Safari/537.36 Vivaldi/6.#.3##1.5#|Safari/537.36 Avast/1##.0.0.0|Safari/537.36 AVG/1##.0.2##1.9#|Safari/537.36 CCleaner/1##.0.0.0|Whale/3.2#.2##.6 Safari/537.36|Safari/537.36 SE 2.X MetaSr 1.0|Safari/537.36 LBBROWSER|Safari/537.36 QIHU 360SE|Safari/537.36 Ecosia/1##|Safari/537.36 DuckDuckGo/7|Safari/537.36 Ddg/17.#|Safari/537.36 Config/92.2.7601.##|Safari/537.36 Viewer/99.9.8853.8|Safari/537.36 Herring/98.1.3###.51|Safari/537.36 Unique/100.7.6###.6#|Safari/537.36 AtContent/93.5.####.##|Safari/537.36 OpenWave/96.4.####.##|Maxthon/5.#.8.2000 Safari/537.36|coc_coc_browser/8#.0.144 Safari/537.36|Iron Safari/537.36|Puffin/9.#.0|Slack/4.##.1## Electron/2#.#.1 Safari/537.36|Safari/537.36 QQBrowser/11.#.5###.400|Safari/537.36 Core/1.94.2##.400 QQBrowser/12.#.5###.400|Safari/537.36 Brave/1##|Teams/1.5.00.####1 Electron/19.1.8 Safari/537.36|Safari/537.36 Sidekick/1##.1.1.1}",
        "Mozilla/5.0 (" + Desktop + "; rv:1##.0) Gecko/20100101 Firefox/1##.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:##.0) Gecko/20100101 Firefox/##.0{| Waterfox/##.0| PaleMoon/28.1#.0| SeaMonkey/2.53.1#}",
        "Mozilla/5.0 (Windows; U; Windows NT {5.1|6.0|6.1}; {en-US|de|ru|zh-CN|pt-BR}; rv:1.9.2.#) Gecko/201001## Firefox/3.6.#{| (.NET CLR 3.5.30729)| GTB7.1}",
        "Mozilla/5.0 (X11; U; Linux {i686|x86_64|i686 (x86_64)}; en-US; rv:1.9.1.#) Gecko/200911## {Ubuntu/9.10 (karmic)|Fedora/3.5.5-1.fc12|Debian/3.5.#-1|Gentoo|SUSE/3.5.9-0.1.1} Firefox/3.5.#",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_1#_#) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/1#.# Safari/605.1.15",
        "Mozilla/5.0 (Macintosh; U; {Intel|PPC} Mac OS X 10_5_8; {en-us|de-de|ja-jp}) AppleWebKit/533.1#.# (KHTML, like Gecko) Version/5.0.# Safari/533.1#.#",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/1#.# Safari/605.1.15 {Ddg/1#.#|DuckDuckGo/7|OrionBrowser/0.99.1##.1|Ecosia}",
        "Mozilla/5.0 (Windows NT {6.1|6.3|10.0}; {WOW64; |Win64; x64; |}Trident/7.0{|; .NET4.0C; .NET4.0E|; Touch|; MALNJS|; SLCC2; .NET CLR 3.5.30729}; rv:11.0) like Gecko",
        "Mozilla/{4|5}.0 (compatible; MSIE {6|7|8|9}.0; Windows NT {5.1|6.0|6.1}" + Explorer + ")",
        "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; SV1; {EmbeddedWB 14.52 from: http://www.bsalsa.com/ EmbeddedWB 14.52|AOL 9.0|Crazy Browser 2.0})",
        "Mozilla/5.0 ("
            + Android
            + ") AppleWebKit/537.36 (KHTML, like Gecko) Chrome/1##.0.{0.0|6##8.1##} Mobile Safari/537.36",
        "Mozilla/5.0 ("
            + Android
            + ") AppleWebKit/537.36 (KHTML, like Gecko) Chrome/1##.0.{0.0|6##8.1##} Mobile Safari/537.36",
        "Mozilla/5.0 ("
            + Android
            + ") AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/2#.0 Chrome/1##.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 ("
            + Android
            + ") AppleWebKit/537.36 (KHTML, like Gecko) Chrome/1##.0.0.0 Mobile Safari/537.36 {OPR/7#.#.3###.#####|EdgA/1##.0.1###.##|YaBrowser/2#.#.#.###.00 SA/3 |Vivaldi/6.#|DuckDuckGo/5|Brave/1|AlohaBrowser/5.#|Ecosia android@1##.0|Phoenix/1#.#|UCBrowser/13.#.0.1###|HeyTapBrowser/45.#}",
        "Mozilla/5.0 (Linux; U; Android {#|1#}; {en-us|zh-cn|in-id|pt-br}; "
            + Phone
            + Build
            + ") AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/##.0.4##7.1## {MQQBrowser/13.# |UCBrowser/13.4.0.1306 |XiaoMi/MiuiBrowser/1#.#.# |Quark/6.# |}Mobile Safari/537.36{| XiaoMi/MiuiBrowser/1#.#.#| COVC/04####}",
        "Mozilla/5.0 (Linux; Android 1#; HarmonyOS; "
            + Phone
            + "; HMSCore 6.#.0.312) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/99.0.4844.88 HuaweiBrowser/1#.0.#.3## Mobile Safari/537.36",
        "Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1 Mobile",
        "Mozilla/5.0 (Android 1#; {Mobile|Tablet}; rv:1##.0) Gecko/1##.0 Firefox/1##.0{| Focus/9.#}",
        "Mozilla/5.0 (Linux; U; Android 2.3.#; en-us; GT-I9100 Build/GINGERBREAD) AppleWebKit/533.1 (KHTML, like Gecko) Version/4.0 Mobile Safari/533.1",
        View,
        View
            + " {Instagram 3##.0.0.34.111 Android (33/13; 420dpi; 1080x2400; samsung; SM-G991B; o1s; exynos2100; en_US; 5####2)|[FB_IAB/FB4A;FBAV/4##.0.0.32.109;]|[FBAN/EMA;FBLC/en_US;FBAV/3##.0.0.10;]|BytedanceWebview/d8a21c6|musical_ly_2022803040 JsSdk/1.0 NetType/WIFI Channel/googleplay AppName/musical_ly app_version/28.3.4 ByteLocale/en Region/US|trill_2023008010 JsSdk/1.0 NetType/MOBILE|[Pinterest/Android]|Snapchat/12.#.0.42|GSA/15.##.2#.26.arm64|Line/13.#.1/IAB|KAKAOTALK 10.#.#|NAVER(inapp; search; 1###; 12.#.3)|MicroMessenger/8.0.3#.2400(0x28002######) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN|com.nike.omega/2##.1|TwitterAndroid|Flipboard/4.#.10|baiduboxapp/13.#.0.10 (Baidu; P1 11)|Zalo android/12##|GoogleApp/1#.#|LinkedInApp|Reddit/2024.##.0|SamsungBrowser/CrossApp/0.1|org.telegram.messenger/9.#|AliApp(TB/10.#.10) WindVane/8.5.0|XWEB/5###}",
        Ios + " Version/1#.# Mobile/15E148 Safari/604.1",
        Ios + " Version/1#.# Mobile/15E148 Safari/604.1",
        Ios
            + " {CriOS/1##.0.6##8.##|FxiOS/1##.0|EdgiOS/1##.0.2##.## Version/16.0|OPiOS/16.0.15.124050|OPT/4.#.1|GSA/2##.0.5##0|Ddg/1#.#|YaBrowser/23.#.#.###.10 SA/3|Brave/1.##|DuckDuckGo/7} Mobile/15E148 Safari/604.1",
        Ios
            + " Mobile/15E148{| Instagram 3##.0.0.19.111 (iPhone14,5; iOS 16_3; en_US; en; scale=3.00; 1170x2532; 5####1)| [FBAN/FBIOS;FBAV/4##.0.0.30.104;FBBV/5####;FBDV/iPhone1#,#;FBMD/iPhone;FBSN/iOS;FBSV/16.3;FBSS/3;FBID/phone;FBLC/en_US;FBOP/5]| musical_ly_28.3.0 JsSdk/2.0 NetType/WIFI Channel/App Store ByteLocale/en Region/US FalconTag/1 BytedanceWebview/d8a21c6| BytedanceWebview/d8a21c6| Snapchat/12.#.0.40 (like Safari/8614.4.6.1.6, panda)| [Pinterest/iOS]| [LinkedInApp]/9.2#| Twitter for iPhone/9.##| MicroMessenger/8.0.3#(0x1800####) NetType/WIFI Language/en| Line/13.#.0| KAKAOTALK 10.#| NAVER(inapp; search; 1###; 12.#; 13PRO)| GoogleApp| Safari Line/12| DuckDuckGo/7| Reddit/Version 2024.#/Build 6####/iOS Version 17.#| Flipboard/4}",
        Ios
            + " Mobile/15E148 {[FBAN/FBIOS;FBAV/4##.0.0.30.104;FBDV/iPhone1#,#;FBCR/{Telekom.de|vodafone.de|o2-de|Bouygues};FBID/phone;FBLC/de_DE;FBOP/5]|Booking.com/1.#|GMX.de/8.#|WEB.DE Mail|vodafone.de|Abbott FreeStyle/2.#}",
        "Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/87.0.4280.88 Safari/537.36 WebAppManager",
        "Mozilla/5.0 (SMART-TV; LINUX; Tizen {6.0|5.#}) AppleWebKit/537.36 (KHTML, like Gecko) 76.0.3809.146/6.0 TV Safari/537.36",
        "Mozilla/5.0 (Linux; Tizen 2.#; SAMSUNG SM-Z130H) AppleWebKit/537.3 (KHTML, like Gecko) SamsungBrowser/1.0 Mobile Safari/537.3",
        "Mozilla/5.0 (Linux; Android 9; {AFTMM Build/PS7233|BRAVIA 4K UR2 Build/PTT1.190515.001.S104|MIBOX4|SHIELD Android TV|Chromecast|TPM171E}) AppleWebKit/537.36 (KHTML, like Gecko) {Silk/9#.#.3 like |}Chrome/9#.0.4638.74 Safari/537.36",
        "Mozilla/5.0 (X11; Linux armv7l) AppleWebKit/537.36 (KHTML, like Gecko) {CrKey/1.56.500000 |}Chrome/90.0.4430.225 Safari/537.36{ CrKey/1.54.250320|}",
        "Mozilla/5.0 (PlayStation {4 9.#0|5 3.20|Vita 3.65|5/SmartTV}) AppleWebKit/605.1.15 (KHTML, like Gecko){| Version/13.0 Safari/605.1.15}",
        "Mozilla/5.0 (Nintendo {Switch; WifiWebAuthApplet|WiiU|3DS; U; ; en}) AppleWebKit/606.4 (KHTML, like Gecko) {NF/6.0.1.15.4 NintendoBrowser/5.1.0.20393|Version/1.7}",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; Xbox; Xbox {One|Series X}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/48.0.2564.82 Safari/537.36 Edge/20.02",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/64.0.3282.140 Safari/537.36 Edge/1#.17134",
        "Mozilla/5.0 (Mobile; {Nokia_8110_4G|LYF/F90M/LYF-F90M-000-02-24-231118}; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5",
        "Mozilla/5.0 (BB10; Touch) AppleWebKit/537.35+ (KHTML, like Gecko) Version/10.3.2.2876 Mobile Safari/537.35+",
        "Mozilla/5.0 (compatible; MSIE 10.0; Windows Phone 8.0; Trident/6.0; IEMobile/10.0; ARM; Touch; NOKIA; Lumia 920)",
        "Mozilla/5.0 (Windows Phone 10.0; Android 6.0.1; Microsoft; Lumia 950) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/52.0.2743.116 Mobile Safari/537.36 Edge/15.15254",
        "Mozilla/5.0 (SymbianOS/9.4; Series60/5.0 Nokia5800d-1/60.0.003; Profile/MIDP-2.1 Configuration/CLDC-1.1 ) AppleWebKit/533.4 (KHTML, like Gecko) NokiaBrowser/7.3.1.33 Mobile Safari/533.4 3gpp-gba",
        "Nokia{6300|C3-00|5130c-2}/2.0 (0#.00) Profile/MIDP-2.0 Configuration/CLDC-1.1",
        "BlackBerry{8520|9700}/5.0.0.### Profile/MIDP-2.1 Configuration/CLDC-1.1 VendorID/1##",
        "SonyEricssonW995/R1EA Browser/NetFront/3.4 Profile/MIDP-2.1 Configuration/CLDC-1.1 JavaPlatform/JP-8.4.2",
        "SAMSUNG-GT-S5620/S5620XXJF3 Dolfin/2.0 NexPlayer/3.0 SMM-MMS/1.2.0 profile/MIDP-2.1",
        "LG-GT505/v10a Browser/Teleca-Q7.1 MMS/LG-MMS-V1.0/1.2 MediaPlayer/LGPlayer/1.0 Java/ASVM/1.1 Profile/MIDP-2.1",
        "DoCoMo/2.0 N905i(c100;TB;W24H16)",
        "UCWEB/2.0 (MIDP-2.0; U; Adr 4.4.2; en-US; SM-G7102) U2/1.0.0 UCBrowser/10.7.9.856 U2/1.0.0 Mobile",
        "Opera/9.80 ({J2ME/MIDP; Opera Mini/7.1.32052/29.3709; U; en|Windows NT 6.1; WOW64|X11; Linux x86_64|Android; Opera Mini/7.5.33361/31.1543; U; en}) Presto/2.12.388 Version/12.1#",
        "Instagram 3##.0.0.35.120 Android (31/12; 440dpi; 1080x2207; Xiaomi/POCO; M2102J20SG; vayu; qcom; es_US; 5####0)",
        "Instagram 2##.0.0.13.109 (iPhone12,1; iOS 15_5; en_US; en-US; scale=2.00; 828x1792; 3####5)",
        "TikTok 2#.3.0 rv:2####5 (iPhone; iOS 16.3.1; en_US) Cronet",
        "com.zhiliaoapp.musically/2022803040 (Linux; U; Android 12; en_US; SM-G991B; Build/SP1A.210812.016; Cronet/TTNetVersion:57624397)",
        "Snapchat/12.#.0.40 (iPhone14,5; iOS 16.3; gzip)",
        "Pinterest for {Android/11.#.0 (SM-G991B; 13)|iOS/11.# (iPhone14,2; 16.3)}",
        "[FBAN/FBIOS;FBAV/4##.0.0.30.104;FBDV/iPhone1#,#;FBLC/de_DE]",
        "AppleCoreMedia/1.0.0.20D47 (iPhone; U; CPU OS 16_3 like Mac OS X; {en_us|de_de})",
        "{Spotify/8.8.# Android/33 (SM-G991B)|Spotify/8.8.#2 iOS/16.3 (iPhone14,5)|Overcast/3.0 (+overcast; iOS podcast app)|Podcasts/1650.20 CFNetwork/1404.0.5 Darwin/22.3.0|Castro 2023.#/1#|CastBox/8.2#|AntennaPod/3.#.0|Deezer/7.0.# (Android; 13; Mobile; us)|iTunes/12.12.7 (Windows; Microsoft Windows 10 x64)|VLC/3.0.18 LibVLC/3.0.18|Stitcher/iOS}",
        "{MyBank/5.# (iPhone; iOS 16.3; Scale/3.00)|News/12## CFNetwork/1404.0.5 Darwin/22.3.0|com.reddit.Reddit/2024.#.0 (Android 13)}",
        "Dalvik/2.1.0 (Linux; U; Android {9|1#}; " + Phone + Build + ")",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.0 Safari/605.1.15 {Epiphany/605.1.15|Ubuntu/22.04 (3.38.4-1) Epiphany/605.1.15|}",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) {Ubuntu Chromium/8#.0.4280.66 Chrome/8#.0.4280.66|QtWebEngine/5.15.# Chrome/83.0.4103.122|Falkon/3.2.0 Chrome/87.0.4280.144} Safari/537.36",
        "Mozilla/5.0 (compatible; Konqueror/4.#; Linux) KHTML/4.#.0 (like Gecko)",
        "{Lynx/2.8.9rel.1 libwww-FM/2.14 SSL-MM/1.4.1 OpenSSL/1.1.1|Links (2.2#; Linux x86_64; GNU C; text)|w3m/0.5.3+git2023|ELinks/0.13 (textmode; Linux; 80x24-2)|NetSurf/3.10 (Linux)}",
    ];

    /// <summary>So many of them, each pattern as often as any other.</summary>
    public static IEnumerable<string> Make(int count, int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < count; i++)
        {
            int at = 0;
            var text = new StringBuilder();
            Write(Patterns[i % Patterns.Length], ref at, text, random);
            yield return text.ToString();
        }
    }

    private static void Write(string pattern, ref int at, StringBuilder text, Random random)
    {
        while (at < pattern.Length && pattern[at] is not ('|' or '}'))
        {
            if (pattern[at] == '{')
            {
                at++;
                List<string> choices = [];
                do
                {
                    at += choices.Count > 0 ? 1 : 0;
                    var choice = new StringBuilder();
                    Write(pattern, ref at, choice, random);
                    choices.Add(choice.ToString());
                } while (pattern[at] == '|');
                text.Append(choices[random.Next(choices.Count)]);
            }
            else if (pattern[at] == '#')
            {
                text.Append(CultureInfo.InvariantCulture, $"{random.Next(10)}");
            }
            else
            {
                text.Append(pattern[at]);
            }
            at++;
        }
    }
}
