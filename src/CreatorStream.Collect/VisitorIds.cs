using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Collect;

/// <summary>
/// The ids of visitors that the service gives out itself: 24 random hex digits, and 12 of a tag that only it can make.
/// Ways in that are open to everybody take no others, so nobody can name a visitor of a sender with a key, or make up
/// ids. The key of tags is the same in all processes of a log, and follows from the log's secret at a price that keeps
/// whoever has a few ids from trying out secrets.
/// </summary>
public sealed class VisitorIds(IFactLog log, TimeProvider time) : IDisposable
{
    /// <summary>Digits of an id.</summary>
    public const int Length = RandomDigits + TagDigits;

    /// <summary>How long a click may take to lead to the page that asks who clicked.</summary>
    public static readonly TimeSpan ClickLife = TimeSpan.FromMinutes(10);

    private const int RandomDigits = 24;
    private const int TagDigits = 12;
    private const int TimeDigits = 8;
    private const int ClickLength = RandomDigits + TimeDigits + TagDigits;
    private const int KeyRounds = 100_000;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    // What a tag is of: an id has no other's form.
    private const byte OfVisitor = (byte)'v';
    private const byte OfClick = (byte)'c';

    // Asked for again where it failed: a collector may be there before its log.
    private readonly Lazy<IncrementalHash> keyed = new(
        () =>
        {
            Span<byte> secret = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(secret, log.Secret);
            byte[] key = Rfc2898DeriveBytes.Pbkdf2(
                secret,
                "CreatorStream visitor ids"u8,
                KeyRounds,
                HashAlgorithmName.SHA256,
                HMACSHA256.HashSizeInBytes
            );
            return IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        },
        LazyThreadSafetyMode.PublicationOnly
    );

    // Of what is used again: to set up a hash, or to ask for a few random bytes, costs several times what it gives.
    private readonly Lock gate = new();
    private readonly byte[] random = new byte[RandomDigits / 2 * 64];
    private int randomUsed = RandomDigits / 2 * 64;

    // Which visitors used a click, and when: the upper half is 8 digits of the id, the lower the second. The place follows
    // from other digits. More visitors than places within minutes make some be forgotten, who could then be used twice.
    private readonly ulong[] usedBy = new ulong[1 << 16];

    /// <summary>A new visitor's.</summary>
    public string New() =>
        string.Create(
            Length,
            this,
            static (id, ids) =>
            {
                ids.RandomDigitsTo(id[..RandomDigits]);
                ids.Tag(OfVisitor, id[..RandomDigits], default, default, id[RandomDigits..]);
            }
        );

    /// <summary>Whether this is an id that the service gave out.</summary>
    public bool IsOurs(ReadOnlySpan<char> id)
    {
        if (id.Length != Length)
        {
            return false;
        }
        Span<char> tag = stackalloc char[TagDigits];
        Tag(OfVisitor, id[..RandomDigits], default, default, tag);
        return AreEqual(id[RandomDigits..], tag) && AreDigits(id[..RandomDigits]);
    }

    /// <summary>The id of a click, by which the page that it leads to can show who clicked.</summary>
    /// <param name="browser">Which browser it was, see <see cref="BrowserMark"/>.</param>
    public string NewClick(string visitor, ReadOnlyMemory<byte> browser) =>
        string.Create(
            ClickLength,
            (Ids: this, Visitor: visitor, Browser: browser, Seconds: time.GetUtcNow().ToUnixTimeSeconds()),
            static (click, of) =>
            {
                of.Ids.RandomDigitsTo(click[..RandomDigits]);
                uint seconds = (uint)of.Seconds;
                seconds.TryFormat(click[RandomDigits..], out _, "x8", CultureInfo.InvariantCulture);
                of.Ids.Tag(OfClick, click[..^TagDigits], of.Visitor, of.Browser.Span, click[^TagDigits..]);
            }
        );

    /// <summary>
    /// Whether a click of ours names this visitor, just happened in this browser, and is shown for the first time: an address
    /// that somebody passes on must not make two persons one, nor give another an id that the sender knows.
    /// </summary>
    public bool TryTake(ReadOnlySpan<char> click, ReadOnlySpan<char> visitor, ReadOnlySpan<byte> browser)
    {
        if (click.Length != ClickLength || visitor.Length != Length)
        {
            return false;
        }
        Span<char> tag = stackalloc char[TagDigits];
        Tag(OfClick, click[..^TagDigits], visitor, browser, tag);
        if (!AreEqual(click[^TagDigits..], tag) || !AreDigits(click))
        {
            return false;
        }
        uint at = uint.Parse(click.Slice(RandomDigits, TimeDigits), NumberStyles.HexNumber, null);
        // The clocks of two processes may differ either way.
        if ((time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(at)).Duration() > ClickLife)
        {
            return false;
        }
        // A visitor's few clicks can't be handed out to many people.
        ulong who = ulong.Parse(visitor[..16], NumberStyles.HexNumber, null);
        uint now = (uint)time.GetUtcNow().ToUnixTimeSeconds();
        ulong before = Interlocked.Exchange(ref usedBy[who % (ulong)usedBy.Length], (who >> 32 << 32) | now);
        return before >> 32 != who >> 32 || now - (uint)before > ClickLife.TotalSeconds;
    }

    /// <summary>A random id of an event.</summary>
    public string NewEvent() => string.Create(RandomDigits, this, static (id, ids) => ids.RandomDigitsTo(id));

    public void Dispose()
    {
        if (keyed.IsValueCreated)
        {
            keyed.Value.Dispose();
        }
    }

    private void RandomDigitsTo(Span<char> digits)
    {
        lock (gate)
        {
            if (randomUsed == random.Length)
            {
                RandomNumberGenerator.Fill(random);
                randomUsed = 0;
            }
            Span<byte> next = random.AsSpan(randomUsed, RandomDigits / 2);
            Convert.TryToHexStringLower(next, digits, out _);
            randomUsed += next.Length;
        }
    }

    /// <summary>A tag of 48 bits over texts of fixed lengths: to find one takes 2^47 requests.</summary>
    private void Tag(
        byte purpose,
        ReadOnlySpan<char> text,
        ReadOnlySpan<char> more,
        ReadOnlySpan<byte> browser,
        Span<char> tag
    )
    {
        // Letters of more than a byte become one that no id has.
        Span<byte> data = stackalloc byte[1 + ClickLength + Length];
        data[0] = purpose;
        int length = 1 + Encoding.Latin1.GetBytes(text, data[1..]);
        length += Encoding.Latin1.GetBytes(more, data[length..]);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        IncrementalHash hmac = keyed.Value;
        lock (gate)
        {
            hmac.AppendData(data[..length]);
            hmac.AppendData(browser);
            hmac.GetHashAndReset(hash);
        }
        Convert.TryToHexStringLower(hash[..(TagDigits / 2)], tag, out _);
    }

    private static bool AreDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Digits);

    private static bool AreEqual(ReadOnlySpan<char> a, ReadOnlySpan<char> b) =>
        CryptographicOperations.FixedTimeEquals(
            System.Runtime.InteropServices.MemoryMarshal.AsBytes(a),
            System.Runtime.InteropServices.MemoryMarshal.AsBytes(b)
        );
}
