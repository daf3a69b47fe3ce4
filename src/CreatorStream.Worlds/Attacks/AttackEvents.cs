using System.Text;

namespace CreatorStream.Worlds.Attacks;

/// <summary>Writes the events of an attack, and notes in the labels who made them.</summary>
internal sealed class AttackEvents(World world, AttackLabels labels, string attack)
{
    private static readonly byte[][] FarCountries =
    [
        .. new[] { "BD", "ID", "PK", "VN", "PH", "BR", "EG", "TR" }.Select(Cast.Utf8),
    ];

    private readonly PostBytes[] posts = [.. world.Posts.Select(post => new PostBytes(post))];
    private readonly EventLine line = new();

    public World World => world;

    /// <summary>Of this attack alone.</summary>
    public ulong Salt { get; } = attack.Aggregate(0UL, (salt, letter) => SimulationRandom.Mix(salt, letter));

    public PostBytes Of(Post post) => posts[post.Index];

    /// <summary>An account of this attack, by number: the same name each time.</summary>
    public ulong Account(ulong number) => SimulationRandom.Mix(world.Seed ^ Salt, number);

    /// <summary>A country where hardly anybody of the creators' audiences lives.</summary>
    public static byte[] FarCountry(ulong account) => FarCountries[account % (ulong)FarCountries.Length];

    /// <summary>What an account does to a post.</summary>
    /// <param name="type">As in the facts.</param>
    /// <param name="country">Empty: the event says none.</param>
    /// <param name="text">Of a comment; empty for all else.</param>
    public void Act(
        IArrivals to,
        ReadOnlySpan<byte> type,
        long ms,
        ulong account,
        Post post,
        ReadOnlySpan<byte> country,
        ReadOnlySpan<byte> text,
        ref SimulationRandom random
    )
    {
        Begin(type, ms, account, ref random).Raw(Of(post).Fields).Text("source"u8, "api"u8);
        if (!country.IsEmpty)
        {
            line.Text("country"u8, country);
        }
        if (!text.IsEmpty)
        {
            line.Text("text"u8, text);
        }
        Label(LabelKind.Actor, EventLine.VisitorName('v', account), ms, End(to, ms, ref random));
    }

    /// <summary>A click on a post's link.</summary>
    /// <returns>The click's id, and when it arrives.</returns>
    public (string Id, long ArrivesMs) Click(
        IArrivals to,
        long ms,
        ulong visitor,
        Post post,
        ref SimulationRandom random
    )
    {
        ulong id = random.Next();
        PostBytes bytes = Of(post);
        line.Begin(id, "click"u8, ms, 'v', visitor)
            .Raw(bytes.Fields)
            .Text("source"u8, "link"u8)
            .Text("url"u8, bytes.Url)
            .Text("agent"u8, Agent(visitor));
        return (EventLine.IdName(id), End(to, ms, ref random));
    }

    /// <summary>A page of the shop.</summary>
    /// <param name="type">visit or product_page.</param>
    /// <param name="channel">Empty: brought by the post.</param>
    /// <returns>When it arrives.</returns>
    public long Visit(
        IArrivals to,
        ReadOnlySpan<byte> type,
        long ms,
        ulong visitor,
        int seconds,
        ReadOnlySpan<byte> channel,
        Post? post,
        ref SimulationRandom random
    )
    {
        Begin(type, ms, visitor, ref random).Text("source"u8, "pixel"u8).Number("seconds"u8, seconds);
        if (post != null)
        {
            line.Raw(Of(post).Fields).Text("url"u8, Of(post).Url);
        }
        if (!channel.IsEmpty)
        {
            line.Text("channel"u8, channel);
        }
        line.Text("agent"u8, Agent(visitor));
        return End(to, ms, ref random);
    }

    /// <summary>An order, as the shop's webhook tells it.</summary>
    /// <returns>When it arrives.</returns>
    public long Buy(
        IArrivals to,
        long ms,
        ulong visitor,
        int campaign,
        ReadOnlySpan<byte> code,
        ref SimulationRandom random
    )
    {
        int[] prices = Cast.Campaigns[campaign].Cents;
        Begin("purchase"u8, ms, visitor, ref random)
            .Text("source"u8, "shop"u8)
            .Order(random.Next())
            .Money(prices[random.Below(prices.Length)], "EUR"u8);
        if (!code.IsEmpty)
        {
            line.Text("code"u8, code);
        }
        return End(to, ms, ref random);
    }

    /// <summary>Notes that something was part of the attack.</summary>
    /// <inheritdoc cref="AttackLabels.Add" />
    public void Label(LabelKind kind, string id, long ms, long arrivesMs) =>
        labels.Add(attack, kind, id, ms, arrivesMs);

    /// <inheritdoc cref="Label" />
    public void LabelCode(Post post, long ms, long arrivesMs) =>
        Label(LabelKind.Code, Encoding.UTF8.GetString(Of(post).Code), ms, arrivesMs);

    private EventLine Begin(ReadOnlySpan<byte> type, long ms, ulong visitor, ref SimulationRandom random) =>
        line.Begin(random.Next(), type, ms, 'v', visitor);

    private long End(IArrivals to, long ms, ref SimulationRandom random) =>
        Emitter.Emit(to, ms, line.End(), Emitter.Twice, ref random);

    private static byte[] Agent(ulong visitor) => Cast.Agents[(int)((visitor >> 32) % (ulong)Cast.Agents.Length)];
}
