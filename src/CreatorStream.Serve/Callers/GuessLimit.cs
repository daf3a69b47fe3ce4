using System.Net;
using CreatorStream.Pipeline.Callers;

namespace CreatorStream.Serve.Callers;

/// <summary>
/// Slows who tries keys: so many failures a minute from one address, and in all. What it remembers has a fixed size:
/// addresses that fall on one place share it.
/// </summary>
internal sealed class GuessLimit(TimeProvider time)
{
    public const int PerAddress = 10;
    public const int InAll = 100;

    private const int Places = 4096;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Place[] places = new Place[Places];
    private Place everybody;

    /// <returns>0, or the seconds until it may try again.</returns>
    public int SecondsToWait(IPAddress? from)
    {
        lock (gate)
        {
            return Math.Max(Left(ref places[Of(from)], PerAddress), Left(ref everybody, InAll));
        }
    }

    public void NoteFailure(IPAddress? from)
    {
        lock (gate)
        {
            Note(ref places[Of(from)]);
            Note(ref everybody);
        }
    }

    private int Left(ref Place place, int most)
    {
        TimeSpan age = time.GetElapsedTime(place.Began);
        return place.Failures < most || age >= Window ? 0 : Math.Max(1, (int)(Window - age).TotalSeconds);
    }

    private void Note(ref Place place)
    {
        if (place.Failures == 0 || time.GetElapsedTime(place.Began) >= Window)
        {
            place = new Place(time.GetTimestamp(), 0);
        }
        place.Failures++;
    }

    private static int Of(IPAddress? from)
    {
        // Its key is random in each process: nobody can aim at another's place.
        var hash = new HashCode();
        hash.AddBytes(from == null ? [] : CallerAddress.NetworkOf(from).GetAddressBytes());
        return (int)((uint)hash.ToHashCode() % Places);
    }

    private record struct Place(long Began, int Failures);
}
