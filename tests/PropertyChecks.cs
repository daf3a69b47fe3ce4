using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace CreatorStream.Tests;

/// <summary>
/// Properties of random values. A failure names the smallest value found that breaks one, and seeds; with either of
/// them as CREATORSTREAM_TEST_REPLAY, such as <c>(123,457)</c> or <c>(123,457,1)</c>, the same values come again.
/// </summary>
internal static class PropertyChecks
{
    public static void ForAll<T>(Gen<T> values, Func<T, bool> holds, int times = 500)
    {
        Config config = Config.QuickThrowOnFailure.WithMaxTest(times).WithQuietOnSuccess(true);
        if (Environment.GetEnvironmentVariable("CREATORSTREAM_TEST_REPLAY") is { } replay)
        {
            string[] parts = replay.Trim('(', ')').Split(',');
            (ulong seed, ulong gamma) = (Number(parts[0]), Number(parts[1]));
            config =
                parts.Length > 2
                    ? config.WithReplay(seed, gamma, (int)Number(parts[2]))
                    : config.WithReplay(seed, gamma);
        }
        Prop.ForAll(values.ToArbitrary(), holds).Check(config);
    }

    private static ulong Number(string text) => ulong.Parse(text, CultureInfo.InvariantCulture);
}
