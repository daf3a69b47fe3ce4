using System.Net;
using System.Net.Sockets;

namespace CreatorStream.Pipeline.Callers;

/// <summary>Who calls, as far as an address tells.</summary>
public static class CallerAddress
{
    /// <summary>Of an IPv6 address its network: its owner has all addresses in it. Of others the address.</summary>
    public static IPAddress NetworkOf(IPAddress address) => Of(address, 8);

    /// <summary>Of an IPv6 address the /48 that it is in: many get one, with 65,536 networks. Of others the address.</summary>
    public static IPAddress SiteOf(IPAddress address) => Of(address, 6);

    private static IPAddress Of(IPAddress address, int bytesKept)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }
        byte[] bytes = address.GetAddressBytes();
        bytes.AsSpan(bytesKept).Clear();
        return new IPAddress(bytes);
    }
}
