using System.Net;
using CreatorStream.Pipeline.Callers;

namespace CreatorStream.Pipeline.Tests.Callers;

public sealed class SitePlacesTests
{
    private static readonly IPAddress One = IPAddress.Parse("203.0.113.5");
    private static readonly IPAddress Other = IPAddress.Parse("203.0.113.6");

    private readonly SitePlaces places = new(16, 2);

    [Fact]
    public void Who_fills_the_places_of_one_network_keeps_no_other_out()
    {
        Assert.True(places.TryEnter(One));
        Assert.True(places.TryEnter(One.MapToIPv6()));
        Assert.False(places.TryEnter(One));
        Assert.True(places.TryEnter(Other));
        places.Leave(One);
        Assert.True(places.TryEnter(One));
    }

    [Fact]
    public void Networks_of_one_site_are_one_sender()
    {
        Assert.True(places.TryEnter(IPAddress.Parse("2001:db8:0:1::1")));
        Assert.True(places.TryEnter(IPAddress.Parse("2001:db8:0:2::1")));
        Assert.False(places.TryEnter(IPAddress.Parse("2001:db8:0:1::3")));
        Assert.True(places.TryEnter(IPAddress.Parse("2001:db8:1:1::1")));
    }

    [Fact]
    public void A_proxy_on_the_loopback_has_all_places_and_no_more()
    {
        for (int place = 0; place < 16; place++)
        {
            Assert.True(places.TryEnter(IPAddress.Loopback));
        }
        Assert.False(places.TryEnter(One));
        places.Leave(IPAddress.Loopback);
        Assert.True(places.TryEnter(One));
    }
}
