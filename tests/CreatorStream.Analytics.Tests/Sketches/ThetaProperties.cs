using System.Buffers.Binary;
using CreatorStream.Analytics.Sketches;
using FsCheck;
using FsCheck.Fluent;

namespace CreatorStream.Analytics.Tests.Sketches;

/// <summary>Sketches of any hashes, below any theta, as sets of those hashes.</summary>
public sealed class ThetaProperties
{
    private const int Flags = 5;
    private const int Ordered = 16;

    // Small hashes are shared, great ones show that nothing is cut.
    private static readonly Gen<long> AnyHash = Gen.OneOf(
        Gen.Choose(1, 60).Select(of => (long)of),
        Gen.Choose(1, 60).Select(of => ThetaHash.MaxTheta - of),
        Gen.Choose(1, 60).Select(of => ThetaHash.Of(of))
    );

    private static readonly Gen<ThetaSketch> AnySketch =
        from theta in Gen.OneOf(Gen.Constant(ThetaHash.MaxTheta), AnyHash)
        from hashes in AnyHash.ArrayOf()
        select Naive.Of(theta, hashes.Where(hash => hash < theta).Distinct());

    [Fact]
    public void Written_and_read_it_is_the_same() =>
        PropertyChecks.ForAll(
            AnySketch,
            sketch => IsSame(sketch, ThetaSketchCodec.Read(ThetaSketchCodec.Write(sketch)))
        );

    [Fact]
    public void Unordered_hashes_are_put_in_order() =>
        PropertyChecks.ForAll(
            from sketch in AnySketch
            where sketch.Retained > 1
            from shuffled in Gen.Shuffle(sketch.Hashes.ToArray())
            select (sketch, shuffled),
            of =>
            {
                byte[] bytes = ThetaSketchCodec.Write(of.sketch);
                bytes[Flags] &= unchecked((byte)~Ordered);
                Span<byte> hashes = bytes.AsSpan(bytes.Length - (8 * of.shuffled.Length));
                for (int i = 0; i < of.shuffled.Length; i++)
                {
                    BinaryPrimitives.WriteInt64LittleEndian(hashes[(8 * i)..], of.shuffled[i]);
                }
                return IsSame(of.sketch, ThetaSketchCodec.Read(bytes));
            }
        );

    [Fact]
    public void A_set_united_or_intersected_with_itself_is_itself_and_less_itself_nothing() =>
        PropertyChecks.ForAll(
            AnySketch,
            a =>
                IsSame(a, ThetaSets.Union(1000, a, a))
                && IsSame(a, ThetaSets.Intersect(a, a))
                && ThetaSets.Except(a, a).Retained == 0
                && ThetaSets.Except(a, a).Theta == a.Theta
        );

    [Fact]
    public void Union_and_intersection_do_not_care_about_order_or_grouping() =>
        PropertyChecks.ForAll(
            Gen.Zip(AnySketch.Three(), Gen.Choose(1, 80)),
            of =>
            {
                ((ThetaSketch a, ThetaSketch b, ThetaSketch c), int k) = of;
                return IsSame(ThetaSets.Union(k, a, b, c), ThetaSets.Union(k, c, a, b))
                    && IsSame(
                        ThetaSets.Union(k, ThetaSets.Union(k, a, b), c),
                        ThetaSets.Union(k, a, ThetaSets.Union(k, b, c))
                    )
                    && IsSame(ThetaSets.Intersect(a, b), ThetaSets.Intersect(b, a))
                    && SameBelow(
                        // What is known to be empty needs no theta, so one may know more than the other.
                        ThetaSets.Intersect(ThetaSets.Intersect(a, b), c),
                        ThetaSets.Intersect(a, ThetaSets.Intersect(b, c))
                    );
            },
            times: 2000
        );

    [Fact]
    public void What_is_in_both_and_what_is_only_in_one_make_up_the_one() =>
        PropertyChecks.ForAll(
            AnySketch.Two(),
            of =>
            {
                (ThetaSketch a, ThetaSketch b) = of;
                ThetaSketch[] parts = [ThetaSets.Intersect(a, b), ThetaSets.Except(a, b)];
                long theta = parts.Min(part => part.Theta);
                IEnumerable<long> whole = a.Hashes.ToArray().Where(hash => hash < theta);
                return parts.SelectMany(part => part.Hashes.ToArray()).Order().SequenceEqual(whole);
            },
            times: 2000
        );

    private static bool IsSame(ThetaSketch a, ThetaSketch b) =>
        a.SeedHash == b.SeedHash && a.Theta == b.Theta && a.Hashes.SequenceEqual(b.Hashes);

    private static bool SameBelow(ThetaSketch a, ThetaSketch b)
    {
        long theta = Math.Min(a.Theta, b.Theta);
        return a
            .Hashes.ToArray()
            .Where(hash => hash < theta)
            .SequenceEqual(b.Hashes.ToArray().Where(hash => hash < theta));
    }
}
