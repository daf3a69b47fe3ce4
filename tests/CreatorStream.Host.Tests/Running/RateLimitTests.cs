using System.Net;
using CreatorStream.Host.Running;

namespace CreatorStream.Host.Tests.Running;

public class RateLimitTests
{
    [Theory]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2:ffff::1", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7", true)]
    [InlineData("192.0.2.7", "192.0.2.8", false)]
    public void A_network_of_IPv6_is_one_caller(string one, string other, bool isSame) =>
        Assert.Equal(isSame, RateLimit.Caller(IPAddress.Parse(one)).Equals(RateLimit.Caller(IPAddress.Parse(other))));
}
