using System.Buffers.Binary;
using System.Text;

namespace CreatorStream.Arrow.Tests;

/// <summary>What a column adds to a record batch: nodes and buffers in their order.</summary>
internal sealed class Parts
{
    public List<(long Rows, long Nulls)> Nodes { get; } = [];

    public List<byte[]> Buffers { get; } = [];

    public List<long> Views { get; } = [];
}

/// <summary>A column as other writers may have it. <paramref name="Add"/> adds rows [from, from + count).</summary>
internal sealed record ForeignColumn(
    string Name,
    ArrowType Type,
    Func<FlatBuilder, int> TypeTable,
    Action<Parts, int, int> Add,
    ForeignDictionary? Dictionary = null,
    params ForeignColumn[] Children
)
{
    public static ForeignColumn Text(string name, byte[]?[] values, bool large) =>
        new(
            name,
            large ? ArrowType.LargeUtf8 : ArrowType.Utf8,
            Empty,
            (parts, from, count) =>
            {
                byte[]?[] rows = values[from..(from + count)];
                Validity(parts, rows.Select(value => value != null));
                AddTexts(parts, rows, large);
            }
        );

    public static ForeignColumn Coded(string name, byte[]?[] values, ForeignDictionary dictionary) =>
        new(
            name,
            ArrowType.Utf8,
            Empty,
            (parts, from, count) =>
            {
                byte[]?[] rows = values[from..(from + count)];
                Validity(parts, rows.Select(value => value != null));
                // Below a null the index may be anything.
                parts.Buffers.Add([
                    .. rows.SelectMany(value =>
                        dictionary.Index(value == null ? -1 : dictionary.Values.FindIndex(v => v.SequenceEqual(value)))
                    ),
                ]);
            },
            dictionary
        );

    /// <summary>Values of one width, little-endian; null where there is none.</summary>
    public static ForeignColumn Fixed(
        string name,
        ArrowType type,
        Func<FlatBuilder, int> typeTable,
        byte[]?[] values,
        int width
    ) =>
        new(
            name,
            type,
            typeTable,
            (parts, from, count) =>
            {
                byte[]?[] rows = values[from..(from + count)];
                Validity(parts, rows.Select(value => value != null));
                parts.Buffers.Add([.. rows.SelectMany(value => value ?? [.. Enumerable.Repeat((byte)0xEE, width)])]);
            }
        );

    /// <summary>A column that no event has: a struct of a list of numbers, a sparse union of a bool, views, and nulls.</summary>
    public static ForeignColumn Nested(string name, bool legacy)
    {
        ForeignColumn numbers = new("item", ArrowType.Int, b => Int(b, 32, true), (p, _, n) => Filled(p, n, 0, n * 4));
        ForeignColumn list = new(
            "list",
            ArrowType.List,
            Empty,
            (p, _, n) => Filled(p, n, 0, (n + 1) * 4),
            null,
            numbers
        );
        ForeignColumn flag = new("flag", ArrowType.Bool, Empty, (p, _, n) => Filled(p, n, 0, (n + 7) / 8));
        ForeignColumn union = new(
            "union",
            ArrowType.Union,
            Empty,
            (p, _, n) => Filled(p, n, legacy ? [0, n] : [n]),
            null,
            flag
        );
        ForeignColumn view = new(
            "view",
            ArrowType.Utf8View,
            Empty,
            (p, _, n) =>
            {
                Filled(p, n, 0, n * 16, 5, 7, 9);
                p.Views.Add(3);
            }
        );
        ForeignColumn nothing = new("nothing", ArrowType.Null, Empty, (p, _, n) => Filled(p, n));
        return new(name, ArrowType.Struct, Empty, (p, _, n) => Filled(p, n, 0), null, list, union, view, nothing);
    }

    public static ForeignColumn Nothing(string name) =>
        new(name, ArrowType.Null, Empty, (p, _, n) => p.Nodes.Add((n, n)));

    public static int Empty(FlatBuilder builder)
    {
        builder.StartTable(0);
        return builder.EndTable();
    }

    public static int Int(FlatBuilder builder, int bits, bool signed)
    {
        builder.StartTable(2);
        builder.AddInt32(0, bits);
        builder.AddByte(1, signed ? (byte)1 : (byte)0);
        return builder.EndTable();
    }

    public static void AddTexts(Parts parts, byte[]?[] rows, bool large)
    {
        // As a slice of something longer: the first text doesn't begin at 0.
        byte[] before = "before"u8.ToArray();
        var offsets = new List<byte>();
        var bytes = new List<byte>(before);
        foreach (byte[]? row in rows.Prepend([]))
        {
            bytes.AddRange(row ?? "under a null"u8.ToArray());
            byte[] end = new byte[large ? 8 : 4];
            BinaryPrimitives.WriteInt32LittleEndian(end, bytes.Count);
            offsets.AddRange(end);
        }
        parts.Buffers.Add([.. offsets]);
        parts.Buffers.Add([.. bytes, .. Encoding.UTF8.GetBytes("after ")]);
    }

    public static void Validity(Parts parts, IEnumerable<bool> there)
    {
        bool[] rows = [.. there];
        byte[] bits = new byte[(rows.Length + 7) / 8];
        for (int row = 0; row < rows.Length; row++)
        {
            bits[row / 8] |= (byte)(rows[row] ? 1 << (row % 8) : 0);
        }
        int nulls = rows.Count(row => !row);
        parts.Nodes.Add((rows.Length, nulls));
        parts.Buffers.Add(nulls == 0 ? [] : bits);
    }

    private static void Filled(Parts parts, int rows, params int[] sizes)
    {
        parts.Nodes.Add((rows, 0));
        parts.Buffers.AddRange(sizes.Select(size => Enumerable.Repeat((byte)0xEE, size).ToArray()));
    }
}

/// <summary>A dictionary that is sent anew before each batch, or added to.</summary>
internal sealed class ForeignDictionary(long id, int bits, bool signed, bool grows)
{
    public long Id => id;

    public int Bits => bits;

    public bool Signed => signed;

    public bool Grows => grows;

    public List<byte[]> Values { get; } = [];

    public byte[] Index(int index)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, index);
        return bytes[..(bits / 8)];
    }

    /// <summary>Takes over what the rows need.</summary>
    /// <returns>The values to be sent, and whether they are added to those before.</returns>
    public (List<byte[]> Send, bool IsDelta) Prepare(IEnumerable<byte[]?> rows)
    {
        bool isDelta = grows && Values.Count > 0;
        if (!grows)
        {
            Values.Clear();
        }
        List<byte[]> send = [];
        foreach (byte[]? row in rows)
        {
            if (row != null && !Values.Any(value => value.SequenceEqual(row)))
            {
                Values.Add(row);
                send.Add(row);
            }
        }
        return (send, isDelta);
    }
}
