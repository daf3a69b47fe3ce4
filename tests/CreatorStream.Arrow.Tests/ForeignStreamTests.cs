using System.Text;
using Xunit.Abstractions;

namespace CreatorStream.Arrow.Tests;

/// <summary>Whatever the shape of a stream, its rows mean what lines of JSON mean.</summary>
public class ForeignStreamTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_row_is_taken_or_refused_as_its_line_of_JSON_is()
    {
        Random random = Seed.Next(output);
        var codec = new ArrowEventCodec();
        int taken = 0;
        int refused = 0;
        for (int round = 0; round < 150; round++)
        {
            var stream = new RandomForeignStream(random, random.Next(2, 200), spoiled: random.Next(3) * 0.2);
            var expected = new EventBatch();
            var expectedRejections = new List<Rejection>();
            var parser = new EventParser();
            for (int line = 0; line < stream.Lines.Length; line++)
            {
                byte[] json = Encoding.UTF8.GetBytes(stream.Lines[line]);
                parser.ParseLine(json, line, Read.Now, expected.Append, expectedRejections);
            }
            var batch = new EventBatch();
            var rejections = new List<Rejection>();
            int met = codec.Decode(stream.Bytes, batch, 1000, Read.Now, rejections);
            Assert.Equal(stream.Lines.Length, met);
            IEnumerable<Rejection> named = rejections.Select(rejection =>
                rejection.Field == "value_micros" ? rejection with { Field = "value" } : rejection
            );
            foreach ((Rejection of, Rejection by) in expectedRejections.Zip(named))
            {
                Assert.True(of == by, $"Round {round}: {by}, not {of}: {stream.Lines[of.Index]}; {stream.Shape}");
            }
            Assert.Equal(expectedRejections.Count, rejections.Count);
            Batches.AssertEqual(expected, batch);
            taken += batch.Count;
            refused += rejections.Count;
        }
        output.WriteLine($"{taken} taken, {refused} refused");
        Assert.True(taken > 1000 && refused > 1000);
    }

    [Fact]
    public void Where_a_row_has_both_it_is_the_exact_value_that_counts()
    {
        byte[][] same = [.. Enumerable.Repeat("purchase"u8.ToArray(), 3)];
        (byte[] one, _) = ForeignNumbers.As(0, 1m, 0);
        (byte[] exact, _) = ForeignNumbers.As(5, 2.5m, 0);
        (byte[] negative, _) = ForeignNumbers.As(5, -2.5m, 0);
        ForeignColumn[] columns =
        [
            ForeignColumn.Text("id", same, large: false),
            ForeignColumn.Text("type", same, large: true),
            ForeignColumn.Text("visitor", same, large: false),
            ForeignColumn.Text("time", [.. same.Select(_ => "2026-03-01T12:00:00Z"u8.ToArray())], large: false),
            ForeignNumbers.Column(0, "value", [one, one, one], 0),
            ForeignNumbers.Column(5, "value", [null, exact, negative], 0),
        ];
        foreach (IEnumerable<ForeignColumn> order in (IEnumerable<ForeignColumn>[])[columns, columns.Reverse()])
        {
            byte[] stream = ForeignStream.Write([.. order], [3], new Dictionary<string, byte[]?[]>());
            var batch = new EventBatch();
            List<Rejection> rejections = [];
            new ArrowEventCodec().Decode(stream, batch, 10, Read.Now, rejections);
            Assert.Equal([1_000_000, 2_500_000], batch.ValuesMicros);
            Assert.Equal([(2, "value_micros")], rejections.Select(rejection => (rejection.Index, rejection.Field)));
        }
    }
}
