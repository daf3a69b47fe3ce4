using System.Net;
using CreatorStream.Pipeline.Callers;

namespace CreatorStream.Host.Running;

/// <summary>
/// How many connections there may be, of all and of one address. Each takes a descriptor, and a process without any
/// can't open a file of the log, of snapshots or of state, nor go on. Those that say nothing are closed by the server.
/// </summary>
internal sealed class ConnectionLimits
{
    /// <summary>Where descriptors are no limit, memory is: a connection takes some kilobytes.</summary>
    private const int MostAnyhow = 16_384;

    private readonly SitePlaces places;
    private readonly RareWarning warning;
    private readonly ILogger<ConnectionLimits> logger;
    private long refused;

    /// <param name="descriptors">How many the process may have: <see cref="OpenFiles.Most"/>.</param>
    public ConnectionLimits(int descriptors, TimeProvider time, ILogger<ConnectionLimits> logger)
    {
        Most = Math.Min(descriptors / 2, MostAnyhow);
        MostOfOne = Math.Max(1, Most / 4);
        places = new SitePlaces(Most, MostOfOne);
        warning = new RareWarning(time);
        this.logger = logger;
    }

    /// <summary>At most half of the descriptors, so that there is always room for files.</summary>
    public int Most { get; }

    /// <summary>Of one address (IPv6: one /48). The loopback has no such limit: all may come through a proxy there.</summary>
    public int MostOfOne { get; }

    public int Open => places.Taken;

    /// <summary>How many were refused.</summary>
    public long Refused => Interlocked.Read(ref refused);

    public bool TryEnter(IPAddress remote)
    {
        if (places.TryEnter(remote))
        {
            return true;
        }
        Interlocked.Increment(ref refused);
        if (warning.Count() is > 0 and var unsaid)
        {
            logger.ConnectionsRefused(unsaid, CallerAddress.SiteOf(remote), Most, MostOfOne);
        }
        return false;
    }

    public void Leave(IPAddress remote) => places.Leave(remote);
}
