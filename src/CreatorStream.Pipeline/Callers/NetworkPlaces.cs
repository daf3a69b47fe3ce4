using System.Net;

namespace CreatorStream.Pipeline.Callers;

/// <summary>
/// Places for strangers, of whom nobody knows more than an address: so many of all, and of one network fewer, so that whoever fills
/// those keeps nobody else out. The loopback has all of them: a proxy there speaks for many.
/// </summary>
public sealed class NetworkPlaces(int most, int mostOfOne)
{
    private readonly Lock gate = new();
    private readonly Dictionary<IPAddress, int> byNetwork = [];
    private int taken;

    public int Taken => Volatile.Read(ref taken);

    /// <param name="from">null: of the process itself.</param>
    /// <returns>false: there is no place.</returns>
    public bool TryEnter(IPAddress? from)
    {
        IPAddress? network = NetworkOf(from);
        lock (gate)
        {
            int ofOne = network == null ? 0 : byNetwork.GetValueOrDefault(network);
            if (taken == most || ofOne == mostOfOne)
            {
                return false;
            }
            taken++;
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
            taken--;
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
