using System.Text;
using CreatorStream.Analytics.Sketches;

namespace CreatorStream.Analytics.Tests.Sketches;

public sealed class Murmur3Tests
{
    [Theory]
    [InlineData("", 0x0000000000000000, 0x0000000000000000)]
    [InlineData("hello", 0xcbd8a7b341bd9b02, 0x5b1e906a48ae1d19)]
    [InlineData("hello, world", 0x342fac623a5ebc8e, 0x4cdcbc079642414d)]
    [InlineData("19 Jan 2038 at 3:14:07 AM", 0xb89e5988b737affc, 0x664fc2950231b2cb)]
    [InlineData("The quick brown fox jumps over the lazy dog.", 0xcd99481f9ee902c9, 0x695da1a38987b6e7)]
    public void It_gives_the_known_hashes_without_a_seed(string text, ulong first, ulong second) =>
        Assert.Equal((first, second), Murmur3.Hash(Encoding.UTF8.GetBytes(text), 0));

    [Fact]
    public void A_number_has_the_hash_of_its_eight_bytes()
    {
        foreach (long value in new[] { 0, 1, -1, long.MinValue, long.MaxValue, 1_234_567_890_123 })
        {
            byte[] bytes = BitConverter.GetBytes(value);
            if (!BitConverter.IsLittleEndian)
            {
                Array.Reverse(bytes);
            }
            Assert.Equal(Murmur3.Hash(bytes, 9001).First, Murmur3.Hash(value, 9001));
        }
    }

    [Fact]
    public void The_usual_seed_has_the_hash_that_DataSketches_writes() =>
        Assert.Equal(0x93cc, ThetaHash.SeedHash(ThetaHash.DefaultSeed));
}
