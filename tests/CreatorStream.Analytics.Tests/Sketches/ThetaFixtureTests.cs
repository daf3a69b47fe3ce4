using CreatorStream.Analytics.Sketches;

namespace CreatorStream.Analytics.Tests.Sketches;

/// <summary>Against Apache DataSketches: equal to the last bit and byte.</summary>
public sealed class ThetaFixtureTests
{
    private const int K = 1 << Fixtures.LgK;

    public static TheoryData<string> OfValues =>
        [
            "theta_0.sk",
            "theta_1.sk",
            "theta_2.sk",
            "theta_100.sk",
            "theta_4096.sk",
            "theta_10000.sk",
            "theta_100000.sk",
            "theta_1000000.sk",
            "theta_a.sk",
            "theta_b.sk",
        ];

    public static TheoryData<string> OfSets => ["theta_a_union_b.sk", "theta_a_intersect_b.sk", "theta_a_not_b.sk"];

    [SkippableTheory]
    [MemberData(nameof(OfValues))]
    [MemberData(nameof(OfSets))]
    public void It_reads_what_DataSketches_wrote_and_writes_it_again(string file)
    {
        Fixtures.SkipUnlessThere();
        Fixtures.Expected expected = Fixtures.Of(file);
        byte[] bytes = Fixtures.Bytes(file);
        ThetaSketch sketch = ThetaSketchCodec.Read(bytes);
        Assert.Equal(expected.Retained, sketch.Retained);
        Assert.Equal(expected.Theta, sketch.Rate);
        Assert.Equal(expected.Estimate, sketch.Estimate);
        Assert.Equal(expected.Lower, sketch.LowerBound(2));
        Assert.Equal(expected.Upper, sketch.UpperBound(2));
        Assert.Equal(bytes, ThetaSketchCodec.Write(sketch));
    }

    [SkippableTheory]
    [MemberData(nameof(OfValues))]
    public void The_same_values_give_the_same_bytes(string file)
    {
        Fixtures.SkipUnlessThere();
        var sketch = new ThetaUpdateSketch(Fixtures.LgK);
        foreach (string value in Fixtures.Values(Fixtures.Of(file)))
        {
            sketch.Update(value);
        }
        Assert.Equal(Fixtures.Bytes(file), ThetaSketchCodec.Write(sketch.Compact()));
    }

    [SkippableTheory]
    [MemberData(nameof(OfSets))]
    public void The_same_operations_give_the_same_bytes(string file)
    {
        Fixtures.SkipUnlessThere();
        ThetaSketch a = ThetaSketchCodec.Read(Fixtures.Bytes("theta_a.sk"));
        ThetaSketch b = ThetaSketchCodec.Read(Fixtures.Bytes("theta_b.sk"));
        ThetaSketch result = file switch
        {
            "theta_a_union_b.sk" => ThetaSets.Union(K, a, b),
            "theta_a_intersect_b.sk" => ThetaSets.Intersect(a, b),
            _ => ThetaSets.Except(a, b),
        };
        Assert.Equal(Fixtures.Bytes(file), ThetaSketchCodec.Write(result));
    }
}
