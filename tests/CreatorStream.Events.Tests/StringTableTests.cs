using System.Text;
using Xunit.Abstractions;

namespace CreatorStream.Events.Tests;

public class StringTableTests(ITestOutputHelper output)
{
    [Fact]
    public void Codes_are_dense_in_order_of_arrival_and_the_empty_string_is_none()
    {
        var table = new StringTable(1);
        Assert.Equal(0, table.GetOrAdd(""u8));
        for (int i = 1; i <= 5000; i++)
        {
            Assert.Equal(i, table.GetOrAdd(Bytes($"s{i}")));
        }
        for (int i = 5000; i >= 1; i--)
        {
            Assert.Equal(i, table.GetOrAdd(Bytes($"s{i}")));
            Assert.Equal($"s{i}", table.Text(i));
        }
        Assert.Equal(5000, table.Count);
        Assert.Equal("", table.Text(0));
    }

    [Fact]
    public void It_agrees_with_a_dictionary_whatever_is_added_and_cleared()
    {
        Random random = Seed.Next(output);
        var table = new StringTable(4);
        var known = new Dictionary<string, int>();
        for (int i = 0; i < 50_000; i++)
        {
            if (random.Next(5000) == 0)
            {
                table.Clear();
                known.Clear();
            }
            // Lengths around 0, 4, 8, 16 and above; letters of one to four bytes.
            string text =
                string.Concat(
                    Enumerable.Repeat(
                        random.Next(4) switch
                        {
                            0 => "a",
                            1 => "ß",
                            2 => "✨",
                            _ => "𝒳",
                        },
                        random.Next(0, 12)
                    )
                ) + random.Next(300);
            if (!known.TryGetValue(text, out int code))
            {
                known[text] = code = known.Count + 1;
            }
            Assert.Equal(code, table.GetOrAdd(Bytes(text)));
            Assert.Equal(text, table.Text(code));
        }
        Assert.Equal(known.Keys.Sum(Encoding.UTF8.GetByteCount), table.ByteCount);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
