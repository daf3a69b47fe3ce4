using System.Buffers;
using System.Text.Json.Nodes;
using CreatorStream.Arrow;
using Xunit.Abstractions;

namespace CreatorStream.Events.Tests;

public class ErasedPersonTests(ITestOutputHelper output)
{
    private const ulong Secret = 0x5eed_5eed;

    private static readonly EventField[] Gone =
    [
        EventField.Visitor,
        EventField.Text,
        EventField.Url,
        EventField.Referrer,
    ];

    [Fact]
    public void An_erased_event_is_the_same_event_of_the_same_visitor_in_the_same_partition()
    {
        Random random = Seed.Next(output);
        (EventBatch batch, EventBatch erased) = SomeErased(random);
        var before = new EventIdentity(Secret);
        var after = new EventIdentity(Secret);
        before.Compute(batch);
        after.Compute(erased);
        int rows = batch.Count;
        Assert.Equal(before.Visitors[..rows], after.Visitors[..rows]);
        Assert.Equal(before.Names[..rows], after.Names[..rows]);
        Assert.Equal(before.Fingerprints[..rows], after.Fingerprints[..rows]);
        Assert.Equal(before.Subjects[..rows], after.Subjects[..rows]);
        after.ComputeVisitors(erased);
        Assert.Equal(before.Visitors[..rows], after.Visitors[..rows]);
        for (int row = 0; row < rows; row++)
        {
            Assert.Equal(Partitioner.HomeOf(batch, row, 7), Partitioner.HomeOf(erased, row, 7));
            var person = ErasedPerson.Of(batch.Bytes(EventField.Visitor, row), Secret);
            Assert.Equal(before.Visitors[row], after.VisitorOf(batch.Bytes(EventField.Workspace, row), person));
        }
    }

    [Fact]
    public void It_tells_nothing_of_its_person_and_all_that_figures_rest_on()
    {
        (EventBatch batch, EventBatch erased) = SomeErased(Seed.Next(output), row => $"text of {row}");
        for (int row = 0; row < batch.Count; row++)
        {
            bool isErased = erased.Code(EventField.ErasedVisitor, row) != 0;
            for (EventField field = EventField.Id; field < EventField.ErasedVisitor; field++)
            {
                bool goes = isErased && Gone.Contains(field);
                Assert.Equal(goes ? default : batch.Bytes(field, row), erased.Bytes(field, row));
            }
        }
        // Nor does the dictionary, which a log stores whole.
        string[] strings = AllStrings(erased);
        for (int row = 0; row < batch.Count; row++)
        {
            bool isErased = erased.Code(EventField.ErasedVisitor, row) != 0;
            Assert.Equal(!isErased, strings.Contains($"text of {row}"));
        }
    }

    [Fact]
    public void It_comes_back_from_every_form_that_a_log_has()
    {
        (_, EventBatch erased) = SomeErased(Seed.Next(output));
        byte[] buffer = [];
        var decoded = new EventBatch();
        int length = EventBatchCodec.Encode(erased, ref buffer);
        EventBatchCodec.Decode(buffer.AsSpan(0, length), decoded);
        Batches.AssertEqual(erased, decoded);

        decoded.Clear();
        var arrow = new ArrowEventCodec();
        length = arrow.Encode(erased, ref buffer);
        var rejections = new List<Rejection>();
        arrow.Decode(buffer.AsSpan(0, length), decoded, 10_000, Read.Now, rejections);
        Assert.Empty(rejections);
        Batches.AssertEqual(erased, decoded);

        decoded.Clear();
        var json = new ArrayBufferWriter<byte>();
        var parser = new EventParser();
        for (int row = 0; row < erased.Count; row++)
        {
            json.ResetWrittenCount();
            EventBatchJson.Write(erased, row, json);
            Assert.True(parser.TryParse(json.WrittenSpan, Read.Now, decoded, out Rejection rejection), $"{rejection}");
        }
        Batches.AssertEqual(erased, decoded);
    }

    [Theory]
    [InlineData("\"0123456789abcdef01234567\"", "\"v1\"", "erased_visitor")]
    [InlineData("\"0123456789abcdef0123456\"", null, "erased_visitor")]
    [InlineData("\"0123456789abcdef0123456x\"", null, "erased_visitor")]
    [InlineData("\"-123456789abcdef01234567\"", null, "erased_visitor")]
    [InlineData("5", null, "erased_visitor")]
    [InlineData("\"\"", null, "visitor")]
    [InlineData("null", null, "visitor")]
    public void What_is_no_erased_visitor_is_refused(string erased, string? visitor, string field)
    {
        var read = Read.Json(Read.Event(("visitor", visitor ?? "null"), ("erased_visitor", erased)));
        Assert.Equal(field, Assert.Single(read.Rejections).Field);
    }

    [Fact]
    public void Its_text_is_read_back()
    {
        var person = ErasedPerson.Of("v1"u8, Secret);
        Assert.Equal(person, ErasedPerson.Parse(System.Text.Encoding.UTF8.GetBytes(person.ToString())));
        Assert.NotEqual(person, ErasedPerson.Of("v2"u8, Secret));
        Assert.NotEqual(person.Hash, ErasedPerson.Of("v1"u8, Secret + 1).Hash);
        Assert.Equal(Partitioner.PartitionOf("v1"u8, 5), person.HomeOf(5));
    }

    /// <summary>A batch, and the same with some of its visitors erased.</summary>
    /// <param name="text">Of each event by its place; null: whatever comes.</param>
    private static (EventBatch Batch, EventBatch Erased) SomeErased(Random random, Func<int, string>? text = null)
    {
        var make = new RandomEvents(random);
        EventBatch batch = Read.Good(
            Enumerable.Range(0, 300).Select(row => text == null ? make.Next() : WithText(make.Next(), text(row)))
        );
        var erased = new EventBatch();
        for (int row = 0; row < batch.Count; row++)
        {
            if (random.Next(3) == 0)
            {
                erased.Append(batch, row);
            }
            else
            {
                erased.AppendErased(
                    batch,
                    row,
                    ErasedPerson.Of(batch.Bytes(EventField.Visitor, row), Secret),
                    Secret,
                    reading: 0
                );
            }
        }
        return (batch, erased);
    }

    private static string WithText(string json, string text)
    {
        JsonObject fact = JsonNode.Parse(json)!.AsObject();
        fact["text"] = text;
        return fact.ToJsonString();
    }

    private static string[] AllStrings(EventBatch batch) =>
        [.. Enumerable.Range(1, batch.Strings.Count).Select(batch.Strings.Text)];
}
