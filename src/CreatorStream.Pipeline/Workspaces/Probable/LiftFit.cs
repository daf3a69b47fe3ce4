using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using CreatorStream.Analytics.Lift;

namespace CreatorStream.Pipeline.Workspaces.Probable;

/// <summary>What publications of a group probably changed, by <see cref="SiteMeasure"/>.</summary>
public sealed record GroupLift(PublicationGroup Group, IReadOnlyList<ProbableLift> Measures);

/// <summary>
/// What publications probably brought that came by no link. A pure function of the hours and the publications: draws are seeded
/// by the name of a group's first content and of the measure.
/// </summary>
/// <param name="Groups">The earliest first.</param>
/// <param name="LeftOut">Groups before these, which are too many to look at.</param>
public sealed record LiftFit(IReadOnlyList<GroupLift> Groups, int LeftOut)
{
    /// <summary>So many groups are looked at, the newest.</summary>
    public const int MostGroups = 32;

    /// <summary>What was estimated, by a hash of all that it was estimated from.</summary>
    private readonly Dictionary<UInt128, ProbableLift> known = [];

    public static LiftFit None { get; } = new([], 0);

    internal static LiftFit Of(LiftInput input)
    {
        List<PublicationGroup> all = PublicationGroup.Of(input.Publications);
        int leftOut = Math.Max(0, all.Count - MostGroups);
        double[][] unmoved = WithoutEffects(input, all);
        var groups = new List<GroupLift>();
        var fit = new LiftFit(groups, leftOut);
        foreach (PublicationGroup group in all.Skip(leftOut))
        {
            IEnumerable<int> measures = Enumerable.Range(0, SiteMeasure.Count);
            groups.Add(new GroupLift(group, [.. measures.Select(of => fit.Find(input, unmoved[of], group, of))]));
        }
        return fit;
    }

    /// <summary>Hours that a publication may have changed are not known: what is usual must not rest on them.</summary>
    private static double[][] WithoutEffects(LiftInput input, List<PublicationGroup> groups)
    {
        double[][] series = [.. input.Visits.Take(SiteMeasure.Count).Select(of => of.ToArray())];
        foreach (PublicationGroup group in groups)
        {
            int from = Math.Max(group.From, input.First);
            int to = Math.Min(group.MovedUntil, input.End);
            foreach (double[] of in series)
            {
                of.AsSpan(from - input.First, Math.Max(0, to - from)).Fill(double.NaN);
            }
        }
        return series;
    }

    private ProbableLift Find(LiftInput input, double[] unmoved, PublicationGroup group, int measure)
    {
        if (group.From + group.Hours > input.End)
        {
            return new ProbableLift(LiftState.UnderWay);
        }
        int before = Math.Min(HourlyLift.MostBefore, group.From - input.First);
        if (before < HourlyLift.LeastKnown)
        {
            return new ProbableLift(LiftState.ShortHistory);
        }
        Range hours = (group.From - before - input.First)..(group.From + group.Hours - input.First);
        double[] y = unmoved[hours];
        input.Visits[measure].AsSpan(group.From - input.First, group.Hours).CopyTo(y.AsSpan(before));
        ReadOnlySpan<double> usual = y.AsSpan(0, before);
        if (usual.Length - Count(usual, double.NaN) < HourlyLift.LeastKnown)
        {
            return new ProbableLift(LiftState.TooClose);
        }
        if (!HourlyLift.HasEnoughEvents(usual))
        {
            return new ProbableLift(LiftState.FewEvents);
        }
        double[] mailings = input.Visits[SiteMeasure.Mailings][hours];
        byte[] name = Encoding.UTF8.GetBytes($"{group.Publications[0].Content}\n{SiteMeasure.Names[measure]}");
        ulong seed = MemoryMarshal.Read<ulong>(SHA256.HashData(name));
        int first = group.From - before;
        UInt128 key = KeyOf(seed, first, before, y, mailings);
        if (!input.Before.known.TryGetValue(key, out ProbableLift? found))
        {
            found = ProbableLift.Of(HourlyLift.Estimate(y, before, first, mailings, seed), y.AsSpan(before));
        }
        return known[key] = found;
    }

    private static int Count(ReadOnlySpan<double> values, double of)
    {
        int count = 0;
        foreach (double value in values)
        {
            count += value.Equals(of) ? 1 : 0;
        }
        return count;
    }

    private static UInt128 KeyOf(ulong seed, int first, int before, double[] y, double[] mailings)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ReadOnlySpan<long> numbers = [(long)seed, first, before, y.Length];
        hash.AppendData(MemoryMarshal.AsBytes(numbers));
        hash.AppendData(MemoryMarshal.AsBytes<double>(y));
        hash.AppendData(MemoryMarshal.AsBytes<double>(mailings));
        return MemoryMarshal.Read<UInt128>(hash.GetHashAndReset());
    }
}
