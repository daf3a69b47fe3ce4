using System.IO.Compression;

namespace CreatorStream.Events.Tests;

public sealed class WholeGzipStreamTests
{
    /// <summary>The reader takes 8 KiB at a time: what is behind a member may lie in the same part as its end, or in the next one.</summary>
    public static TheoryData<int> Lengths => [1, 100, .. Enumerable.Range(8_120, 70), 16_384 - 23, 50_000];

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task All_members_are_read(int length)
    {
        byte[] file = [.. Member(length, 1), .. Member(length, 2)];
        byte[] content = [.. Content(length, 1), .. Content(length, 2)];
        Assert.Equal(content, await ReadAsync(file));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task What_is_behind_a_member_and_no_gzip_is_damage(int length)
    {
        byte[] next = Member(length, 2);
        next[0] ^= 1;
        foreach (byte[] behind in (byte[][])[next, [0], [0, 0, 0], [0, .. Member(length, 2)], new byte[20_000]])
        {
            byte[] file = [.. Member(length, 1), .. behind];
            await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(file));
        }
    }

    private static byte[] Content(int length, int seed)
    {
        byte[] content = new byte[length];
        new Random(seed).NextBytes(content);
        return content;
    }

    private static byte[] Member(int length, int seed)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            // Not even a header is written for nothing.
            gzip.Write(Content(length, seed));
            gzip.Flush();
        }
        return packed.ToArray();
    }

    private static async Task<byte[]> ReadAsync(byte[] file)
    {
        using var content = new WholeGzipStream(new MemoryStream(file));
        using var all = new MemoryStream();
        await content.CopyToAsync(all);
        using var again = new WholeGzipStream(new MemoryStream(file));
        using var read = new MemoryStream();
        again.CopyTo(read);
        Assert.Equal(all.ToArray(), read.ToArray());
        return all.ToArray();
    }
}
