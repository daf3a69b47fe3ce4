using System.Net;
using CreatorStream.Pipeline.Callers;

namespace CreatorStream.Host.Running;

/// <summary>
/// How many connections there may be, of all and of one address. Each takes a descriptor, and a process without any
/// can't open a file of the log, of snapshots or of state, nor go on. Those that say nothing are closed by the server.
/// </summary>
/// <param name="descriptors">How many the process may have: <see cref="OpenFiles.Most"/>.</param>
internal sealed class ConnectionLimits(int descriptors, TimeProvider time, ILogger<ConnectionLimits> logger)
{
    /// <summary>Where descriptors are no limit, memory is: a connection takes some kilobytes.</summary>
    private const int MostAnyhow = 16_384;

    private readonly Lock gate = new();
    private readonly Dictionary<IPAddress, int> byNetwork = [];
    private readonly RareWarning warning = new(time);
    private int open;
    private long refused;

    /// <summary>At most half of the descriptors, so that there is always room for files.</summary>
    public int Most { get; } = Math.Min(descriptors / 2, MostAnyhow);

    /// <summary>Of one address (IPv6: one /64). The loopback has no such limit: all may come through a proxy there.</summary>
    public int MostOfOne => Math.Max(1, Most / 4);

    public int Open => Volatile.Read(ref open);

    /// <summary>How many were refused.</summary>
    public long Refused => Interlocked.Read(ref refused);

    public bool TryEnter(IPAddress remote)
    {
        IPAddress network = CallerAddress.NetworkOf(remote);
        lock (gate)
        {
            int ofOne = byNetwork.GetValueOrDefault(network);
            if (open < Most && (ofOne < MostOfOne || IPAddress.IsLoopback(remote)))
            {
                byNetwork[network] = ofOne + 1;
                open++;
                return true;
            }
            refused++;
        }
        if (warning.Count() is > 0 and var unsaid)
        {
            logger.ConnectionsRefused(unsaid, network, Most, MostOfOne);
        }
        return false;
    }

    public void Leave(IPAddress remote)
    {
        IPAddress network = CallerAddress.NetworkOf(remote);
        lock (gate)
        {
            open--;
            if (--byNetwork[network] == 0)
            {
                byNetwork.Remove(network);
            }
        }
    }
}
