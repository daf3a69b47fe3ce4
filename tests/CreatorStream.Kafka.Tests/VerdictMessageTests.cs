using System.Text;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Kafka.Tasks;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Kafka.Tests;

public sealed class VerdictMessageTests
{
    [Theory]
    [InlineData(VerdictLevel.Clear)]
    [InlineData(VerdictLevel.Suspect)]
    [InlineData(VerdictLevel.Inauthentic)]
    public void What_is_written_is_read(VerdictLevel level)
    {
        var verdict = new Verdict("acme", 0xF00D, level);
        Assert.True(VerdictMessage.TryRead(VerdictMessage.Write(verdict), out Verdict read));
        Assert.Equal(verdict, read);
    }

    [Theory]
    [InlineData("""{"workspace":"acme","visitor":"f00d","inauthentic":true}""", VerdictLevel.Inauthentic)]
    [InlineData("""{"workspace":"acme","visitor":"f00d","inauthentic":false}""", VerdictLevel.Clear)]
    [InlineData("""{"workspace":"acme","visitor":"f00d","inauthentic":true,"level":"new"}""", VerdictLevel.Inauthentic)]
    [InlineData("""{"workspace":"acme","visitor":"f00d","inauthentic":false,"level":"new"}""", VerdictLevel.Clear)]
    public void Of_another_version_it_counts_whether_it_excludes(string message, VerdictLevel level)
    {
        Assert.True(VerdictMessage.TryRead(Encoding.UTF8.GetBytes(message), out Verdict read));
        Assert.Equal(new Verdict("acme", 0xF00D, level), read);
    }
}
