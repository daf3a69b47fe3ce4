namespace CreatorStream.Worlds;

/// <summary>
/// What people do: someone sees a post, perhaps likes it, clicks, looks around in the shop, and buys by link or by
/// code; others come to the shop by other ways. Each call makes all events of one such session.
/// </summary>
internal sealed class Sessions(World world)
{
    /// <summary>Sessions that no creator's post starts.</summary>
    public const double SiteShare = .05;

    private const double WithCode = .35;
    private const double OtherDevice = .15;
    private const double Refunded = .05;
    private const double Bought = .02;

    private static readonly (byte[] Channel, double Upto)[] Channels =
    [
        ("search"u8.ToArray(), .36),
        ("email"u8.ToArray(), .62),
        ("paid"u8.ToArray(), .82),
        ("direct"u8.ToArray(), 1),
    ];

    private readonly Audience audience = new(world.Seed, world.Rate);
    private readonly PostBytes[] posts = [.. world.Posts.Select(post => new PostBytes(post))];
    private readonly EventLine line = new();

    /// <summary>Someone sees a post.</summary>
    /// <param name="to">Takes the events.</param>
    /// <param name="post">The post.</param>
    /// <param name="ms">When, Unix milliseconds.</param>
    /// <param name="viral">A spike brings people who have not been here before, and they share more.</param>
    /// <param name="random">Decides everything.</param>
    public void See(IArrivals to, Post post, long ms, bool viral, ref SimulationRandom random)
    {
        CreatorProfile profile = Cast.Creators[post.Creator];
        ulong visitor = viral ? Audience.Stranger(ref random) : audience.Someone(post.Creator, ref random);
        PostBytes bytes = posts[post.Index];
        Start(post.IsVideo ? "view"u8 : "impression"u8, ms, visitor, ref random)
            .Raw(bytes.Fields)
            .Text("source"u8, bytes.Source)
            .Text("country"u8, Country(visitor));
        Emit(to, ms, ref random);
        Engage(to, bytes, profile, ms, visitor, viral ? 3 : 1, ref random);
        if (random.Chance(profile.Clicks))
        {
            Click(to, bytes, profile, ms + random.Between(2000, 40_000), visitor, ref random);
        }
        // Heard the code and typed it in later: no click leads there.
        else if (random.Chance(profile.Clicks * profile.Orders * .12))
        {
            long later = ms + random.Between(60_000, 1_800_000);
            Visit(to, later, visitor, "page"u8, "direct"u8, default, goesOn: true, ref random);
            Buy(to, later + random.Between(90_000, 600_000), visitor, post.Campaign, bytes.Code, ref random);
        }
    }

    /// <summary>Someone comes to the shop by search, e-mail, advertisement, or from nowhere.</summary>
    public void ComeToShop(IArrivals to, long ms, ref SimulationRandom random)
    {
        bool known = random.Chance(.4);
        ulong visitor = known ? audience.Someone(random.Below(Cast.Creators.Length), ref random) : random.Next();
        double dice = random.Uniform();
        byte[] channel = Channels[0].Channel;
        for (int i = 0; i < Channels.Length && (i == 0 || dice >= Channels[i - 1].Upto); i++)
        {
            channel = Channels[i].Channel;
        }

        bool goesOn = random.Chance(.5);
        ms = Visit(to, ms, visitor, "page"u8, channel, default, goesOn, ref random);
        if (!goesOn)
        {
            return;
        }

        bool buys = random.Chance(Bought);
        ms = Visit(to, ms, visitor, "product"u8, channel, default, buys, ref random);
        if (buys)
        {
            Buy(to, ms + random.Between(60_000, 500_000), visitor, random.Below(2), default, ref random);
        }
    }

    /// <summary>A crawler follows a link.</summary>
    public void Crawl(IArrivals to, Post post, long ms, ref SimulationRandom random)
    {
        ulong crawler = SimulationRandom.Mix(world.Seed, 0xC0FFEE + (ulong)random.Below(3));
        PostBytes bytes = posts[post.Index];
        Start("click"u8, ms, crawler, ref random)
            .Raw(bytes.Fields)
            .Text("source"u8, "link"u8)
            .Text("agent"u8, Cast.Crawler);
        Emit(to, ms, ref random);
        Start("like"u8, ms + 300, crawler, ref random)
            .Raw(bytes.Fields)
            .Text("source"u8, "api"u8)
            .Text("agent"u8, Cast.Crawler);
        Emit(to, ms + 300, ref random);
    }

    /// <summary>A bot does one of its many things to a post.</summary>
    public void Automate(IArrivals to, Post post, long ms, ulong bot, ref SimulationRandom random)
    {
        int dice = random.Below(20);
        ReadOnlySpan<byte> type =
            dice < 16 ? "like"u8
            : dice < 18 ? "follow"u8
            : "save"u8;
        Start(type, ms, bot, ref random).Raw(posts[post.Index].Fields).Text("source"u8, "api"u8);
        Emit(to, ms, ref random);
    }

    private void Engage(
        IArrivals to,
        PostBytes post,
        CreatorProfile profile,
        long ms,
        ulong visitor,
        int sharing,
        ref SimulationRandom random
    )
    {
        if (random.Chance(profile.Engagement))
        {
            Act("like"u8, ref random);
        }

        if (random.Chance(profile.Engagement * .09))
        {
            Act("comment"u8, ref random);
        }

        if (random.Chance(profile.Engagement * .06 * sharing))
        {
            Act("share"u8, ref random);
        }

        if (random.Chance(profile.Engagement * .08))
        {
            Act("save"u8, ref random);
        }

        if (random.Chance(profile.Engagement * .03))
        {
            Act("follow"u8, ref random);
        }

        if (random.Chance(profile.Engagement * .01))
        {
            Act("mention"u8, ref random);
        }

        void Act(ReadOnlySpan<byte> type, ref SimulationRandom random)
        {
            long at = ms + random.Between(1500, 25_000);
            Start(type, at, visitor, ref random)
                .Raw(post.Fields)
                .Text("source"u8, "api"u8)
                .Text("country"u8, Country(visitor));
            if (type[0] == (byte)'c')
            {
                line.Text("text"u8, Cast.Comments[random.Below(Cast.Comments.Length)]);
            }

            Emit(to, at, ref random);
        }
    }

    private void Click(
        IArrivals to,
        PostBytes post,
        CreatorProfile profile,
        long ms,
        ulong visitor,
        ref SimulationRandom random
    )
    {
        Start("click"u8, ms, visitor, ref random)
            .Raw(post.Fields)
            .Text("source"u8, "link"u8)
            .Text("url"u8, post.Url)
            .Text("country"u8, Country(visitor))
            .Text("agent"u8, Agent(visitor));
        Emit(to, ms, ref random);
        // Some leave before the shop has loaded.
        if (random.Chance(.08))
        {
            return;
        }

        ms += random.Between(400, 2500);
        bool orders = random.Chance(profile.Orders);
        bool looksAround = orders || random.Chance(.6);
        ms = Visit(to, ms, visitor, "page"u8, default, post, looksAround, ref random);
        if (!looksAround)
        {
            return;
        }

        // Some look for something else, some for what the newsletter promises.
        if (random.Chance(.12))
        {
            Step(to, random.Chance(.6) ? "search"u8 : "form_start"u8, ms - 100, visitor, post, ref random);
        }

        bool fillsCart = orders || random.Chance(.25);
        ms = Visit(to, ms, visitor, "product"u8, default, post, fillsCart, ref random);
        if (!fillsCart)
        {
            return;
        }

        Step(to, "cart"u8, ms, visitor, post, ref random);
        ms = Visit(to, ms, visitor, "cart"u8, default, post, orders, ref random);
        if (orders)
        {
            Step(to, "checkout"u8, ms, visitor, post, ref random);
            byte[]? code = random.Chance(WithCode) ? post.Code : default;
            Buy(to, ms + random.Between(20_000, 300_000), visitor, post.Campaign, code, ref random);
        }
    }

    /// <summary>A page of the shop; who goes on from it has read it longer than who leaves.</summary>
    /// <returns>When the next page is opened, Unix milliseconds.</returns>
    private long Visit(
        IArrivals to,
        long ms,
        ulong visitor,
        ReadOnlySpan<byte> page,
        ReadOnlySpan<byte> channel,
        PostBytes? post,
        bool goesOn,
        ref SimulationRandom random
    )
    {
        int seconds = goesOn ? 4 + (int)random.Exponential(28) : 1 + (int)random.Exponential(14);
        bool isProduct = page.SequenceEqual("product"u8);
        Start(isProduct ? "product_page"u8 : "visit"u8, ms, visitor, ref random)
            .Text("source"u8, "pixel"u8)
            .Number("seconds"u8, seconds);
        if (!isProduct)
        {
            line.Text("action"u8, page);
        }

        if (post is not null)
        {
            line.Raw(post.Fields).Text("url"u8, post.Url);
        }

        if (!channel.IsEmpty)
        {
            line.Text("channel"u8, channel);
        }

        line.Text("agent"u8, Agent(visitor));
        Emit(to, ms, ref random);
        return ms + (seconds * 1000L) + random.Between(200, 2000);
    }

    /// <summary>Something done on a page of the shop.</summary>
    private void Step(
        IArrivals to,
        ReadOnlySpan<byte> type,
        long ms,
        ulong visitor,
        PostBytes post,
        ref SimulationRandom random
    )
    {
        Start(type, ms, visitor, ref random).Raw(post.Fields).Text("source"u8, "pixel"u8);
        Emit(to, ms, ref random);
    }

    /// <summary>An order, as the checkout's pixel and the shop's webhook tell it, and sometimes its refund.</summary>
    private void Buy(
        IArrivals to,
        long ms,
        ulong visitor,
        int campaign,
        ReadOnlySpan<byte> code,
        ref SimulationRandom random
    )
    {
        ulong order = random.Next();
        int[] prices = Cast.Campaigns[campaign].Cents;
        int cents = prices[random.Below(prices.Length)];
        double dice = random.Uniform();
        ReadOnlySpan<byte> currency =
            dice < .82 ? "EUR"u8
            : dice < .92 ? "GBP"u8
            : "USD"u8;
        if (random.Chance(OtherDevice))
        {
            visitor = SimulationRandom.Mix(visitor, 0xDE);
        }

        Start("purchase"u8, ms, visitor, ref random)
            .Text("source"u8, "pixel"u8)
            .Order(order)
            .Money(cents, currency)
            .Text("agent"u8, Agent(visitor));
        if (!code.IsEmpty)
        {
            line.Text("code"u8, code);
        }

        Emit(to, ms, ref random);
        ulong customer = SimulationRandom.Mix(visitor, 0xC5);
        long booked = ms + random.Between(300, 4000);
        line.Begin(random.Next(), "purchase"u8, booked, 'c', customer)
            .Text("source"u8, "shop"u8)
            .Order(order)
            .Money(cents, currency);
        if (!code.IsEmpty)
        {
            line.Text("code"u8, code);
        }

        Emitter.Emit(to, booked, line.End(), Emitter.WebhookTwice, ref random);
        if (!random.Chance(Refunded))
        {
            return;
        }

        long back = booked + 1_200_000 + (long)random.Exponential(5_400_000);
        int part = random.Chance(.6) ? cents : cents / 2;
        line.Begin(random.Next(), "refund"u8, back, 'c', customer)
            .Text("source"u8, "shop"u8)
            .Order(order)
            .Money(part, currency);
        Emitter.Emit(to, back, line.End(), Emitter.WebhookTwice, ref random);
    }

    private EventLine Start(ReadOnlySpan<byte> type, long ms, ulong visitor, ref SimulationRandom random) =>
        line.Begin(random.Next(), type, ms, 'v', visitor);

    private void Emit(IArrivals to, long ms, ref SimulationRandom random) =>
        Emitter.Emit(to, ms, line.End(), Emitter.Twice, ref random);

    private static byte[] Agent(ulong visitor) => Cast.Agents[(int)((visitor >> 32) % (ulong)Cast.Agents.Length)];

    private static byte[] Country(ulong visitor)
    {
        double u = (visitor >> 40) / (double)(1UL << 24);
        return Cast.Countries[(int)(Cast.Countries.Length * u * u)];
    }
}
