namespace CreatorStream.Pipeline.Partials;

/// <summary>
/// One kind of rows that visitor tasks publish, and its form in bytes. A tick is a list of sections, each with its tag and
/// length: a reader passes over those that it doesn't know, and of one that is missing it has no rows.
/// </summary>
/// <param name="tag">Its name in bytes, from 1; for ever: one that is given up is not given again.</param>
public abstract class PartialSection(int tag)
{
    public int Tag => tag;

    internal abstract RowList NewList();
}

/// <summary>The same, with the type of its rows.</summary>
public abstract class PartialSection<TRow>(int tag) : PartialSection(tag)
{
    /// <summary>What tells whose a row is.</summary>
    public abstract RowOwner OwnerOf(in TRow row);

    public abstract void Write(BinaryWriter writer, in TRow row);

    /// <summary>Reads what <see cref="Write"/> has written. Whatever the bytes are, it takes no more room than they have.</summary>
    /// <exception cref="InvalidDataException">Damaged; or what a BinaryReader throws at the end of the bytes.</exception>
    public abstract TRow Read(BinaryReader reader);

    internal sealed override RowList NewList() => new RowList<TRow>(this);
}

/// <summary>What tells whose a row is: the number of a subject or of an entity, or a workspace's name.</summary>
public readonly struct RowOwner
{
    private RowOwner(RowOwnerKind kind, int number, string? workspace) =>
        (Kind, Number, Workspace) = (kind, number, workspace);

    public RowOwnerKind Kind { get; }

    public int Number { get; }

    public string? Workspace { get; }

    public static RowOwner OfSubject(int number) => new(RowOwnerKind.Subject, number, null);

    public static RowOwner OfEntity(int number) => new(RowOwnerKind.Entity, number, null);

    public static RowOwner OfWorkspace(string name) => new(RowOwnerKind.Workspace, 0, name);
}

public enum RowOwnerKind : byte
{
    Workspace,
    Subject,
    Entity,
}
