using System.Buffers.Binary;
using System.Text;

namespace CreatorStream.Arrow.Tests;

/// <summary>What can't be read is refused by a reason that says what.</summary>
public class ArrowRefusalTests
{
    private static readonly byte[]?[] Two = [.. ((string[])["a", "b"]).Select(Encoding.UTF8.GetBytes)];

    [Fact]
    public void Compressed_bodies_are_refused() =>
        Assert.Contains("compress", Refused(Write(compressed: true, ForeignColumn.Text("id", Two, false))));

    [Fact]
    public void A_column_of_another_type_is_refused_by_its_name()
    {
        var time = ForeignColumn.Fixed(
            "time",
            ArrowType.Int,
            builder => ForeignColumn.Int(builder, 64, true),
            [new byte[8], new byte[8]],
            8
        );
        Assert.Contains("column time", Refused(Write(false, time)));
        Assert.Contains("column visitor", Refused(Write(false, time with { Name = "visitor" })));
        ForeignColumn views = ForeignColumn.Nested("x", false).Children[2] with { Name = "id" };
        Assert.Contains("Utf8View", Refused(Write(false, views)));
    }

    [Fact]
    public void A_column_that_is_there_twice_is_refused() =>
        Assert.Contains(
            "id is there twice",
            Refused(Write(false, ForeignColumn.Text("id", Two, false), ForeignColumn.Text("id", Two, true)))
        );

    [Fact]
    public void Bytes_behind_the_end_are_refused() =>
        Assert.Contains("behind the end", Refused([.. Write(false, ForeignColumn.Text("id", Two, false)), 0]));

    [Fact]
    public void Nothing_is_no_stream() => Assert.Contains("before its schema", Refused([]));

    [Fact]
    public void Json_is_no_stream() => Refused(Encoding.UTF8.GetBytes(Read.Event()));

    [Fact]
    public void A_schema_nested_without_end_is_refused_at_once()
    {
        // Each level is a struct of a thousand times the level below: 10^18 columns in a few kilobytes.
        var builder = new FlatBuilder();
        int place = 0;
        for (int level = 0; level < 7; level++)
        {
            builder.StartVector(level == 0 ? 0 : 1000, 4, 4);
            for (int child = 0; level > 0 && child < 1000; child++)
            {
                builder.Offset(place);
            }
            int children = builder.EndVector(level == 0 ? 0 : 1000);
            builder.StartTable(6);
            builder.AddByte(FieldSlots.TypeType, (byte)ArrowType.Struct);
            builder.AddOffset(FieldSlots.Children, children);
            place = builder.EndTable();
        }
        builder.StartVector(1, 4, 4);
        builder.Offset(place);
        int fields = builder.EndVector(1);
        builder.StartTable(2);
        builder.AddOffset(1, fields);
        int schema = builder.EndTable();
        builder.StartTable(4);
        builder.AddOffset(2, schema);
        builder.AddInt16(0, ArrowFormat.Version5);
        builder.AddByte(1, (byte)ArrowHeader.Schema);
        byte[] metadata = builder.Finish(builder.EndTable()).ToArray();
        byte[] stream = [255, 255, 255, 255, 0, 0, 0, 0, .. metadata];
        BinaryPrimitives.WriteInt32LittleEndian(stream.AsSpan(4), metadata.Length);
        Assert.Contains("columns, or deeper", Refused(stream));
    }

    [Fact]
    public void A_text_that_is_no_UTF8_is_its_rows_fault_alone()
    {
        byte[]?[] ids = [.. Two];
        ids[1] = [0xC3, 0x28];
        foreach (bool coded in (bool[])[false, true])
        {
            var dictionary = new ForeignDictionary(1, 8, true, grows: false);
            ForeignColumn id = coded
                ? ForeignColumn.Coded("id", ids, dictionary)
                : ForeignColumn.Text("id", ids, large: false);
            var type = ForeignColumn.Text("type", [.. Two.Select(_ => "click"u8.ToArray())], false);
            var time = ForeignColumn.Text("time", [.. Two.Select(_ => "2026-03-01T12:00:00Z"u8.ToArray())], false);
            byte[] stream = ForeignStream.Write(
                [id, type, time, ForeignColumn.Text("visitor", Two, false)],
                [2],
                new Dictionary<string, byte[]?[]> { ["id"] = ids }
            );
            var batch = new EventBatch();
            List<Rejection> rejections = [];
            Assert.Equal(2, new ArrowEventCodec().Decode(stream, batch, 10, Read.Now, rejections));
            Assert.Equal([new Rejection(1, "id", "is not valid UTF-8")], rejections);
            Assert.Equal("a"u8, batch.Bytes(EventField.Id, 0));
        }
    }

    private static byte[] Write(bool compressed, params ForeignColumn[] columns) =>
        ForeignStream.Write(columns, [2], new Dictionary<string, byte[]?[]>(), compressed: compressed);

    private static string Refused(byte[] stream)
    {
        EventBatch batch = Read.Good(Read.Event());
        InvalidDataException error = Assert.Throws<InvalidDataException>(() =>
            new ArrowEventCodec().Decode(stream, batch, 10, Read.Now, [])
        );
        // What was there stays.
        Batches.AssertEqual(Read.Good(Read.Event()), batch);
        return error.Message;
    }
}
