namespace CreatorStream.Pipeline.Partials;

/// <summary>Rows of one section, for what is done with all sections alike.</summary>
internal abstract class RowList(PartialSection section)
{
    public int Tag => section.Tag;

    public abstract int Count { get; }

    public abstract int Capacity { get; }

    public abstract void Clear();

    public abstract void Write(BinaryWriter writer);

    public abstract void Read(BinaryReader reader);

    /// <summary>Adds each row to its task's.</summary>
    public abstract void Split(Func<RowOwner, int> taskOf, Func<int, TickRows> rowsOf);
}

/// <summary>The same, with the type of the rows.</summary>
internal sealed class RowList<TRow>(PartialSection<TRow> section) : RowList(section)
{
    private const int MostRoomAhead = 4_096;

    public List<TRow> Rows { get; } = [];

    public override int Count => Rows.Count;

    public override int Capacity => Rows.Capacity;

    public override void Clear() => Rows.Clear();

    public override void Write(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt(Rows.Count);
        foreach (TRow row in Rows)
        {
            section.Write(writer, row);
        }
    }

    public override void Read(BinaryReader reader)
    {
        int count = reader.ReadCount();
        // A row takes more room than bytes: what a damaged count says is not made room for.
        Rows.EnsureCapacity(Math.Min(count, MostRoomAhead));
        for (int i = 0; i < count; i++)
        {
            Rows.Add(section.Read(reader));
        }
    }

    public override void Split(Func<RowOwner, int> taskOf, Func<int, TickRows> rowsOf)
    {
        foreach (TRow row in Rows)
        {
            rowsOf(taskOf(section.OwnerOf(row))).Of(section).Add(row);
        }
    }
}
