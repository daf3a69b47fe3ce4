using Xunit.Abstractions;

namespace CreatorStream.Events.Tests;

public class QuoteMarksTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_quote_of_the_text_is_met_and_none_around_it()
    {
        Random random = Seed.Next(output);
        byte[] around = new byte[1000];
        ulong[] words = new ulong[16];
        for (int length = QuoteMarks.LeastBytes; length < 700; length++)
        {
            Array.Fill(around, (byte)'"');
            Span<byte> text = around.AsSpan(random.Next(around.Length - length), length);
            for (int i = 0; i < length; i++)
            {
                text[i] = random.Next(5) == 0 ? (byte)'"' : (byte)random.Next(' ', 0x5c);
            }
            Assert.True(QuoteMarks.Find(text, words));
            var marks = new QuoteMarks(words, length);
            for (int i = 0; i < length; i++)
            {
                if (text[i] == '"')
                {
                    Assert.Equal(i, marks.Next());
                }
            }
            Assert.Equal(length, marks.Next());
            Assert.Equal(length, marks.Next());
        }
    }

    [Fact]
    public void Odd_bytes_are_noticed_wherever_they_are()
    {
        ulong[] words = new ulong[4];
        for (int value = 0; value < 256; value++)
        {
            bool isPlain = value is >= ' ' and < 127 and not '\\';
            for (int at = 0; at < 200; at += 7)
            {
                byte[] text = new byte[200];
                Array.Fill(text, (byte)'a');
                text[at] = (byte)value;
                Assert.Equal(isPlain, QuoteMarks.Find(text, words));
            }
        }
    }
}
