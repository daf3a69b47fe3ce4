using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using CreatorStream.Kafka.Views;
using CreatorStream.Pipeline.Views;

namespace CreatorStream.Kafka.Tests;

public sealed class ViewMessageTests
{
    [Theory]
    [InlineData(10, false)]
    [InlineData(1_000, true)]
    public void A_view_of_any_size_comes_back_as_it_was(int rows, bool isCompressed)
    {
        PublishedView view = View(
            rows,
            row => $$"""{"id":"post-{{row}}","title":"{{new string('t', 4_000)}}","clicks":{{row}}}"""
        );
        byte[] plain = ViewCodec.Write(view);
        byte[] value = ViewMessage.Write(view)!;
        Assert.Equal(isCompressed, plain.Length > ViewMessage.MostBytes);
        Assert.InRange(value.Length, 1, isCompressed ? ViewMessage.MostBytes : plain.Length);
        Assert.Equal(plain, ViewCodec.Write(ViewMessage.Read(value)));
    }

    [Fact]
    public void What_stays_too_large_is_no_message() =>
        Assert.Null(
            ViewMessage.Write(View(1_000, _ => $"\"{Convert.ToBase64String(RandomNumberGenerator.GetBytes(4_000))}\""))
        );

    [Fact]
    public void Damaged_bytes_are_refused()
    {
        byte[] value = ViewMessage.Write(View(1_000, row => $"\"{row}{new string('t', 4_000)}\""))!;
        Assert.Throws<InvalidDataException>(() => ViewMessage.Read(value.AsSpan(0, value.Length - 10)));
        Assert.Throws<InvalidDataException>(() => ViewMessage.Read([.. value, 0]));
        Assert.Throws<InvalidDataException>(() => ViewMessage.Read(value.AsSpan(0, 1)));
        value[100] ^= 0x55;
        Assert.Throws<InvalidDataException>(() => ViewMessage.Read(value));
    }

    /// <summary>Who may write the topic may not fill the memory of who reads it.</summary>
    [Fact]
    public void Bytes_that_grow_without_end_are_refused()
    {
        byte[] packed = new byte[100_000];
        Assert.True(BrotliEncoder.TryCompress(new byte[200_000_000], packed, out int length, quality: 1, window: 22));
        byte[] value =
        [
            ViewMessage.Write(View(1_000, row => $"\"{row}{new string('t', 4_000)}\""))![0],
            .. packed[..length],
        ];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => ViewMessage.Read(value));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 400_000_000);
    }

    private static PublishedView View(int rows, Func<int, string> json) =>
        new(
            new ViewDocument(
                new ViewKey("default", "spring", "content"),
                1,
                new Dictionary<string, byte[]>(),
                new Dictionary<string, ViewTable>
                {
                    ["rows"] = new([
                        .. Enumerable
                            .Range(0, rows)
                            .Select(row => new ViewRow($"\"{row}\"", Encoding.UTF8.GetBytes(json(row)))),
                    ]),
                },
                "{}"u8.ToArray()
            ),
            new ViewVersion(1, 2)
        );
}
