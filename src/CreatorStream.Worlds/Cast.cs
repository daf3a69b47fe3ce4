namespace CreatorStream.Worlds;

/// <summary>What a simulated creator is like.</summary>
/// <param name="Id">In the catalog.</param>
/// <param name="Name">Invented.</param>
/// <param name="Code">The promo code, as far as it names the creator.</param>
/// <param name="Platforms">Where the creator posts, in turn.</param>
/// <param name="Popularity">Relative to the others.</param>
/// <param name="Engagement">Likes per impression.</param>
/// <param name="Clicks">Per impression.</param>
/// <param name="Orders">Per click.</param>
/// <param name="Roi">Return on the fee that the fee is set for, as a fraction.</param>
internal sealed record CreatorProfile(
    string Id,
    string Name,
    string Code,
    string[] Platforms,
    double Popularity,
    double Engagement,
    double Clicks,
    double Orders,
    double Roi
);

/// <summary>The invented people, texts and programs of the simulation.</summary>
internal static class Cast
{
    public static readonly CreatorProfile[] Creators =
    [
        new(
            "lena-hartmann",
            "Lena Hartmann",
            "LENA",
            ["instagram", "instagram", "tiktok", "blog"],
            1.9,
            .085,
            .024,
            .085,
            1.4
        ),
        new(
            "mateo-alvarado",
            "Mateo Alvarado",
            "MATEO",
            ["tiktok", "tiktok", "instagram", "tiktok"],
            2.6,
            .120,
            .011,
            .040,
            -.35
        ),
        new(
            "aisha-okonjo",
            "Aisha Okonjo",
            "AISHA",
            ["youtube", "instagram", "youtube", "instagram"],
            1.4,
            .060,
            .036,
            .110,
            2.7
        ),
        new(
            "jonas-lindberg",
            "Jonas Lindberg",
            "JONAS",
            ["podcast", "youtube", "podcast", "blog"],
            .5,
            .025,
            .042,
            .125,
            .7
        ),
        new(
            "chloe-fournier",
            "Chloé Fournier",
            "CHLOE",
            ["instagram", "tiktok", "instagram", "instagram"],
            1.6,
            .070,
            .019,
            .060,
            .15
        ),
        new(
            "priya-raman",
            "Priya Raman",
            "PRIYA",
            ["instagram", "youtube", "blog", "instagram"],
            1.1,
            .055,
            .028,
            .095,
            1.0
        ),
        new(
            "tom-whitlock",
            "Tom Whitlock",
            "TOM",
            ["youtube", "youtube", "tiktok", "youtube"],
            1.3,
            .040,
            .022,
            .070,
            -.15
        ),
        new(
            "sofia-bellini",
            "Sofia Bellini",
            "SOFIA",
            ["instagram", "instagram", "tiktok", "instagram"],
            2.1,
            .095,
            .009,
            .030,
            -.6
        ),
        new(
            "kenji-morita",
            "Kenji Morita",
            "KENJI",
            ["tiktok", "youtube", "tiktok", "youtube"],
            .9,
            .080,
            .030,
            .080,
            .45
        ),
        new(
            "zanele-khumalo",
            "Zanele Khumalo",
            "ZANELE",
            ["blog", "podcast", "instagram", "blog"],
            .4,
            .030,
            .050,
            .140,
            1.9
        ),
    ];

    public static readonly (string Id, string Name, string Shop, int[] Cents)[] Campaigns =
    [
        ("glow-serum", "Glow Serum Launch", "https://shop.nordlicht.example/glow", [2490, 3490, 4990, 5980, 7470]),
        (
            "trail-runner",
            "Trail Runner Drop",
            "https://shop.nordlicht.example/trail",
            [5990, 8990, 11990, 13990, 17980]
        ),
    ];

    /// <summary>
    /// Said by thousands, so each is short: of people's longer comments hardly two are alike, and who writes the same as others is
    /// suspect (CommentText).
    /// </summary>
    public static readonly byte[][] Comments =
    [
        .. new[]
        {
            "Ordered mine last night, can't wait",
            "How long until you saw a difference?",
            "The honest review I was looking for",
            "Does it work for sensitive skin?",
            "The colour is gorgeous",
            "My sister swears by this",
            "Wore them for 20 km, no blister",
            "Bit pricey, but the code helps",
            "Sadly sold out in my size",
            "Second time I buy it, still happy",
            "Not convinced yet, show us week four",
            "Your videos are always so calm",
            "Where is the jacket from?",
            "Grip on wet rock is great",
            "Tried it, broke out after two days",
            "Delivery took five days to Spain",
            "Love that there is no filter",
            "Which size did you take?",
            "Thanks for answering all the questions",
            "Switched brands and never looked back",
            "Too sticky for me in summer",
            "Saw this on three accounts today",
            "How is it beside the older model?",
            "Great explanation of what is in it",
        }.Select(Utf8),
    ];

    public static readonly byte[][] Agents =
    [
        .. new[]
        {
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Version/18.6 Mobile/15E148 Safari/604.1",
            "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/141.0.0.0 Mobile Safari/537.36",
            "Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36",
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.6 Safari/605.1.15",
        }.Select(Utf8),
    ];

    public static readonly byte[] Crawler = Utf8(
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
    );

    /// <summary>The first is the most frequent.</summary>
    public static readonly byte[][] Countries =
    [
        .. new[] { "DE", "GB", "FR", "US", "ES", "AT", "NL", "IT", "SE", "PL" }.Select(Utf8),
    ];

    public static string Format(string platform) =>
        platform switch
        {
            "instagram" => "reel",
            "youtube" or "tiktok" => "video",
            "podcast" => "episode",
            _ => "article",
        };

    public static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
