using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace CreatorStream.Collect;

/// <summary>
/// By what a browser is known again within minutes: the network it is in, and its agent. It goes into the tag of a click
/// and is stored nowhere.
/// </summary>
internal static class BrowserMark
{
    private const int AddressBytes = 16;

    /// <summary>As many letters of the agent: the rest tells browsers apart no better.</summary>
    private const int AgentLetters = 256;

    public static byte[] Of(HttpContext context)
    {
        string agent = context.Request.Headers.UserAgent.ToString();
        ReadOnlySpan<char> known = agent.AsSpan(0, Math.Min(agent.Length, AgentLetters));
        byte[] mark = new byte[AddressBytes + Encoding.UTF8.GetByteCount(known)];
        WriteNetwork(AddressOf(context), mark);
        Encoding.UTF8.GetBytes(known, mark.AsSpan(AddressBytes));
        return mark;
    }

    /// <summary>Behind a proxy on this machine what it says last, whom it was called by; what the caller said stands before.</summary>
    private static IPAddress AddressOf(HttpContext context)
    {
        IPAddress caller = context.Connection.RemoteIpAddress ?? IPAddress.None;
        string said = context.Request.Headers["X-Forwarded-For"].ToString();
        string last = said[(said.LastIndexOf(',') + 1)..].Trim();
        return IPAddress.IsLoopback(caller) && IPEndPoint.TryParse(last, out IPEndPoint? forwarded)
            ? forwarded.Address
            : caller;
    }

    /// <summary>Phones change their address within a provider's network: 24 bits of it count, 48 of one of IPv6.</summary>
    private static void WriteNetwork(IPAddress address, Span<byte> into)
    {
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        address.TryWriteBytes(into, out _);
        into[(address.AddressFamily == AddressFamily.InterNetwork ? 3 : 6)..AddressBytes].Clear();
    }
}
