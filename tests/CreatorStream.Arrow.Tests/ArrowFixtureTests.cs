namespace CreatorStream.Arrow.Tests;

/// <summary>What the reference Java library wrote: plain and with a dictionary, three batches, one of them empty.</summary>
public class ArrowFixtureTests
{
    /// <summary>Some months behind the fixtures' times.</summary>
    private const long Now = 1_800_000_000_000_000;

    [SkippableFact]
    public void Every_cell_is_what_the_JSON_says()
    {
        ArrowFixtures.SkipUnlessThere();
        EventBatch expected = Parse(out List<Rejection> refused, complete: true);
        Assert.Empty(refused);
        Assert.Equal(1003, expected.Count);
        foreach (string name in ArrowFixtures.Names)
        {
            byte[] stream = ArrowFixtures.Read(name);
            var batch = new EventBatch();
            var row = new EventRow();
            var validator = new EventValidator();
            var columns = new ArrowColumns();
            var reader = new ArrowReader(stream, columns);
            List<int> sizes = [];
            while (reader.Next())
            {
                sizes.Add(reader.Rows);
                for (int number = 0; number < reader.Rows; number++)
                {
                    row.Start();
                    validator.Start();
                    ArrowFixtures.Set(row, EventField.Id, $"e{batch.Count}");
                    ArrowFixtures.Set(row, EventField.Visitor, $"v{batch.Count % 7}");
                    ArrowFixtures.Fill(stream, columns, number, row, validator);
                    Assert.Equal((null, null), validator.Check(row, Now, isClean: false));
                    batch.Append(row);
                }
            }
            Assert.Equal([3, 0, 1000], sizes);
            Batches.AssertEqual(expected, batch);
        }
    }

    [SkippableFact]
    public void Rows_that_are_no_events_are_refused_as_their_JSON_is()
    {
        ArrowFixtures.SkipUnlessThere();
        Parse(out List<Rejection> expected, complete: false);
        Assert.Equal(1003, expected.Count);
        foreach (string name in ArrowFixtures.Names)
        {
            var batch = new EventBatch();
            var rejections = new List<Rejection>();
            Assert.Equal(1003, new ArrowEventCodec().Decode(ArrowFixtures.Read(name), batch, 10_000, Now, rejections));
            Assert.Equal(0, batch.Count);
            Assert.Equal(expected, rejections);
        }
    }

    private static EventBatch Parse(out List<Rejection> rejections, bool complete)
    {
        var batch = new EventBatch();
        var parser = new EventParser();
        rejections = [];
        foreach (byte[] line in ArrowFixtures.Expected(complete ? ArrowFixtures.Complete : null))
        {
            parser.ParseLine(line, parser.Count, Now, batch.Append, rejections);
        }
        return batch;
    }
}
