using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace CreatorStream.Benchmarks;

/// <summary>Input that is the same in every run.</summary>
internal static class Made
{
    public const int Seed = 1;

    /// <summary>As many as a task takes in a batch.</summary>
    public const int Rows = 4_096;

    /// <summary>Later than any event.</summary>
    public const long NoClock = long.MaxValue / 2;

    private static readonly string[] Types = ["impression", "click", "like", "purchase"];

    /// <summary>Events of about 200 bytes of JSON, of 1,000 content items and 100,000 visitors.</summary>
    /// <param name="escaped">Each has an escaped letter, which the scanner leaves to the reader.</param>
    public static byte[][] Events(bool escaped)
    {
        var random = new Random(Seed);
        return [.. Enumerable.Range(0, Rows).Select(i => Event(random, i, escaped))];
    }

    /// <summary>Uniform hashes.</summary>
    public static ulong[] Hashes(int count)
    {
        ulong[] hashes = new ulong[count];
        new Random(Seed).NextBytes(MemoryMarshal.AsBytes(hashes.AsSpan()));
        return hashes;
    }

    private static byte[] Event(Random random, int number, bool escaped)
    {
        int content = (int)Math.Exp(random.NextDouble() * Math.Log(1000)) - 1;
        string type = Types[Math.Max(0, random.Next(100) - 80) / 8 % Types.Length];
        DateTimeOffset time = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero).AddMilliseconds(number);
        string more = type == "purchase" ? $",\"order\":\"o{number}\",\"value\":12.50,\"currency\":\"EUR\"" : "";
        return Encoding.UTF8.GetBytes(
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"id":"{{random.NextInt64():x16}}","type":"{{type}}","time":"{{time:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}","visitor":"v{{random.Next(100_000)}}","campaign":"camp-{{content / 50}}","creator":"creator-{{content / 5}}","content":"post-{{content}}","platform":"{{(escaped ? "\\u0078" : "x")}}","country":"DE"{{more}}}"""
            )
        );
    }
}
