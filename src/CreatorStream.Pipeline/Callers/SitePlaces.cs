using System.Net;

namespace CreatorStream.Pipeline.Callers;

/// <summary>
/// Places for strangers, of whom nobody knows more than an address: so many of all, and of one site fewer, so that whoever fills
/// those keeps nobody else out. The loopback has all of them: a proxy there speaks for many.
/// </summary>
public sealed class SitePlaces(int most, int mostOfOne)
{
    private readonly Lock gate = new();
    private readonly Dictionary<IPAddress, int> bySite = [];
    private int taken;

    public int Taken => Volatile.Read(ref taken);

    /// <param name="from">null: of the process itself.</param>
    /// <returns>false: there is no place.</returns>
    public bool TryEnter(IPAddress? from)
    {
        IPAddress? site = SiteOf(from);
        lock (gate)
        {
            int ofOne = site == null ? 0 : bySite.GetValueOrDefault(site);
            if (taken == most || ofOne == mostOfOne)
            {
                return false;
            }
            taken++;
            if (site != null)
            {
                bySite[site] = ofOne + 1;
            }
            return true;
        }
    }

    /// <summary>Once for each that has entered.</summary>
    public void Leave(IPAddress? from)
    {
        IPAddress? site = SiteOf(from);
        lock (gate)
        {
            taken--;
            if (site != null && --bySite[site] == 0)
            {
                bySite.Remove(site);
            }
        }
    }

    /// <returns>null: of the loopback, or none.</returns>
    private static IPAddress? SiteOf(IPAddress? from) =>
        from == null || IPAddress.IsLoopback(from) ? null : CallerAddress.SiteOf(from);
}
