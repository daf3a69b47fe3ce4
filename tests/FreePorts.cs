using System.Net;
using System.Net.Sockets;

namespace CreatorStream.Tests;

/// <summary>
/// Ports on which nobody listens. They lie below those that systems give to connections by themselves, so a server that
/// was killed finds its own free again. Another process may be quicker: a server that can't listen is to be started on
/// others.
/// </summary>
internal static class FreePorts
{
    private const int Lowest = 10_000;
    private const int Highest = 32_000;

    /// <returns>The first of so many in a row.</returns>
    public static int Next(int count = 1)
    {
        while (true)
        {
            int first = Random.Shared.Next(Lowest, Highest - count);
            if (Enumerable.Range(first, count).All(IsFree))
            {
                return first;
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            // Somebody listens there.
            return false;
        }
    }
}
