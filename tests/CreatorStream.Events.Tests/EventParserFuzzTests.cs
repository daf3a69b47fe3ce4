using System.Text;
using Xunit.Abstractions;

namespace CreatorStream.Events.Tests;

/// <summary>Good events, spoiled at random: whatever comes, the parser says what is wrong and takes nothing invalid.</summary>
public class EventParserFuzzTests(ITestOutputHelper output)
{
    private const int Rounds = 60_000;

    private static readonly string[] Tokens =
    [
        "null",
        "true",
        "NaN",
        "1e400",
        "-1",
        "-0",
        "1e-19",
        "\"\"",
        "\"\\ud800\"",
        "\"\\u0000\"",
        "{}",
        "[]",
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        "\"",
        "\\",
        "\\u00",
        "\"id\":\"x\",",
        "\"time\":\"1970-01-01T00:00:00Z\",",
        "\"time\":\"2099-01-01T00:00:00Z\",",
        "\"type\":\"engagement\",",
        "\"type\":\"refund\",",
        "\"value\":\"12,5\",",
        "\"url\":\"javascript:alert(1)\",",
        "\"currency\":\"XXX\",",
        "\"seconds\":86401,",
        "\"country\":\"de\",",
        "\"visitor\":null,",
        "\ufeff",
        "\u2028",
        "  \n",
        "\"type\":\"conversion\",\"action\":\"like\",",
        "9999999999999",
        "0x1F",
        "//",
        "/**/",
    ];

    [Fact]
    public void Nothing_but_a_malformed_body_is_thrown_and_nothing_invalid_is_taken()
    {
        Random random = Seed.Next(output);
        var events = new RandomEvents(random);
        var parser = new EventParser();
        int accepted = 0;
        int refused = 0;
        int malformed = 0;
        for (int round = 0; round < Rounds; round++)
        {
            byte[] body = Spoil(Encoding.UTF8.GetBytes(Body(random, events)), random);
            var taken = new EventBatch();
            var rejections = new List<Rejection>();
            try
            {
                parser.ParseJson(body, 10_000, Read.Now, taken.Append, rejections);
            }
            catch (MalformedBodyException)
            {
                malformed++;
                continue;
            }
            int valid = EventOracle.Valid(body);
            Assert.True(
                taken.Count <= valid,
                $"Round {round}: {taken.Count} taken, {valid} valid: {Encoding.UTF8.GetString(body)}"
            );
            Assert.True(taken.Count == parser.Count || rejections.Count > 0);
            Assert.All(rejections, rejection => Assert.NotEmpty(rejection.Reason));
            accepted += taken.Count;
            refused += rejections.Count;
        }
        output.WriteLine($"{accepted} accepted, {refused} refused, {malformed} bodies malformed");
        // Each of the three is tried in earnest.
        Assert.True(accepted > Rounds / 20 && refused > Rounds / 20 && malformed > Rounds / 20);
    }

    [Fact]
    public void A_line_never_throws_and_nothing_invalid_is_taken()
    {
        Random random = Seed.Next(output);
        var events = new RandomEvents(random);
        var parser = new EventParser();
        for (int round = 0; round < Rounds; round++)
        {
            byte[] line = Spoil(Encoding.UTF8.GetBytes(events.Next()), random);
            var taken = new EventBatch();
            var rejections = new List<Rejection>();
            parser.ParseLine(line, round, Read.Now, taken.Append, rejections);
            Assert.Equal(1, taken.Count + rejections.Count);
            Assert.True(
                taken.Count <= EventOracle.Valid(line),
                $"Round {round}: taken though invalid: {Encoding.UTF8.GetString(line)}"
            );
        }
    }

    [Fact]
    public void What_was_not_spoiled_is_taken()
    {
        var events = new RandomEvents(Seed.Next(output));
        Assert.Equal(2000, Read.Good(Enumerable.Range(0, 2000).Select(_ => events.Next())).Count);
    }

    private static string Body(Random random, RandomEvents events) =>
        random.Next(4) == 0
            ? "[" + string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => events.Next())) + "]"
            : events.Next();

    private static byte[] Spoil(byte[] body, Random random)
    {
        List<byte> bytes = [.. body];
        for (int times = random.Next(1, 4); times > 0 && bytes.Count > 0; times--)
        {
            int at = random.Next(bytes.Count);
            int length = Math.Min(random.Next(1, 12), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - length + 1), length));
                    break;
                case 4:
                    bytes.RemoveRange(at, random.Next(8) == 0 ? bytes.Count - at : 0);
                    break;
                default:
                    // Mostly behind the brace, where a field may stand.
                    bytes.InsertRange(
                        random.Next(2) == 0 ? Math.Min(1, bytes.Count) : at,
                        Encoding.UTF8.GetBytes(Tokens[random.Next(Tokens.Length)])
                    );
                    break;
            }
        }
        return [.. bytes];
    }
}
