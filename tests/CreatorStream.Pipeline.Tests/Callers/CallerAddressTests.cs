using System.Net;
using CreatorStream.Pipeline.Callers;

namespace CreatorStream.Pipeline.Tests.Callers;

public class CallerAddressTests
{
    [Theory]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2:ffff::1", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7", true)]
    [InlineData("192.0.2.7", "192.0.2.8", false)]
    public void A_network_of_IPv6_is_one_caller(string one, string other, bool isSame) =>
        Assert.Equal(
            isSame,
            CallerAddress.NetworkOf(IPAddress.Parse(one)).Equals(CallerAddress.NetworkOf(IPAddress.Parse(other)))
        );
}
