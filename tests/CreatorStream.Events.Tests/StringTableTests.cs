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
            // First many strings, then few in what many have left.
            if (random.Next(i < 25_000 ? 5000 : 50) == 0)
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

    [Fact]
    public void What_was_only_added_has_a_code_of_its_own_and_harms_no_other()
    {
        var table = new StringTable(4);
        Assert.Equal(0, table.Add(""u8));
        for (int i = 0; i < 5000; i++)
        {
            int added = table.Add(Bytes($"id{i}"));
            int found = table.GetOrAdd(Bytes($"s{i % 700}"));
            Assert.Equal($"id{i}", table.Text(added));
            Assert.Equal($"s{i % 700}", table.Text(found));
            Assert.Equal(found, table.GetOrAdd(Bytes($"s{i % 700}")));
        }
        Assert.Equal(5700, table.Count);
        table.Clear();
        Assert.Equal(1, table.GetOrAdd("id1"u8));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Its_hashes_are_those_of_its_key(bool adds)
    {
        var table = new StringTable(key: 5);
        for (int i = 0; i < 1000; i++)
        {
            int code = adds ? table.Add(Bytes($"s{i}")) : table.GetOrAdd(Bytes($"s{i}"));
            Assert.Equal(Hash64.Compute(Bytes($"s{i}"), 5), table.Hashes![code]);
        }
        Assert.Equal(0ul, table.Hashes![0]);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
