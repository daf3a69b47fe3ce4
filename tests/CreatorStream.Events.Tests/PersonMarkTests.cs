using System.Text;

namespace CreatorStream.Events.Tests;

public sealed class PersonMarkTests
{
    private const ulong Secret = 77;
    private static readonly string Digits = new('0', 63);

    [Theory]
    [InlineData("login:4711", true)]
    [InlineData("login:", false)]
    [InlineData("token:0123456789abcdef", true)]
    [InlineData("token:0123456789abcde", false)]
    [InlineData("email:jane@shop.example", false)]
    [InlineData("jane@shop.example", false)]
    [InlineData("hash:0123456789abcdef01234567", true)]
    [InlineData("hash:0123", false)]
    [InlineData("4711", false)]
    public void A_mark_says_what_it_is(string text, bool isGood) =>
        Assert.Equal(isGood, PersonMark.Check(Encoding.UTF8.GetBytes(text)) == null);

    [Theory]
    [InlineData("a", true)]
    [InlineData("A", false)]
    [InlineData("", false)]
    [InlineData("g", false)]
    public void An_address_is_hashed(string last, bool isGood) =>
        Assert.Equal(isGood, PersonMark.Check(Encoding.UTF8.GetBytes($"email:{Digits}{last}")) == null);

    /// <summary>An erasure that is done twice, as after a crash, too.</summary>
    [Fact]
    public void What_is_kept_of_an_erased_person_joins_whom_it_joined()
    {
        byte[] mark = "login:4711"u8.ToArray();
        byte[] erased = Encoding.UTF8.GetBytes(PersonMark.WithoutName(mark, Secret));
        Assert.DoesNotContain("4711", Encoding.UTF8.GetString(erased), StringComparison.Ordinal);
        Assert.Null(PersonMark.Check(erased));
        Assert.Equal(PersonMark.KeyOf(mark, Secret), PersonMark.KeyOf(erased, Secret));
        Assert.Equal(erased, Encoding.UTF8.GetBytes(PersonMark.WithoutName(erased, Secret)));
        Assert.NotEqual(PersonMark.KeyOf(mark, Secret), PersonMark.KeyOf(mark, Secret + 1));
    }
}
