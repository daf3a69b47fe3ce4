using System.Net;
using CreatorStream.Pipeline.Callers;

namespace CreatorStream.Connectors.Webhooks;

/// <summary>
/// Places for bodies that are read before anybody knows who sends them. One network has an eighth of them at most, so whoever fills
/// those keeps out nobody else; a proxy on the loopback speaks for many.
/// </summary>
internal sealed class UnprovenBodies(int most)
{
    private readonly Lock gate = new();
    private readonly Dictionary<IPAddress, int> byNetwork = [];
    private int all;

    /// <returns>false: there is no place.</returns>
    public bool TryEnter(IPAddress? from)
    {
        IPAddress? network = NetworkOf(from);
        lock (gate)
        {
            int ofOne = network == null ? 0 : byNetwork.GetValueOrDefault(network);
            if (all == most || ofOne == most / 8)
            {
                return false;
            }
            all++;
            if (network != null)
            {
                byNetwork[network] = ofOne + 1;
            }
            return true;
        }
    }

    /// <summary>Once for each that has entered.</summary>
    public void Leave(IPAddress? from)
    {
        IPAddress? network = NetworkOf(from);
        lock (gate)
        {
            all--;
            if (network != null && --byNetwork[network] == 0)
            {
                byNetwork.Remove(network);
            }
        }
    }

    /// <returns>null: of the loopback, or none.</returns>
    private static IPAddress? NetworkOf(IPAddress? from) =>
        from == null || IPAddress.IsLoopback(from) ? null : CallerAddress.NetworkOf(from);
}
