using System.Runtime.CompilerServices;
using CreatorStream.Events;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Groups;

/// <summary>
/// What an actor did that may be a group's doing (see Analytics.Authenticity.Groups.EngagementSample); empty: nothing of that kind
/// any more.
/// </summary>
/// <param name="Acts">Of <see cref="EngagerAct"/>, in order of time.</param>
public readonly record struct EngagerRow(string Workspace, ulong Visitor, ReadOnlyMemory<byte> Acts);

/// <summary>That an actor engaged with content: once for all of an hour.</summary>
/// <param name="Subject">Of the first event, by number, without facets.</param>
/// <param name="Minute">Since 2000, of the first event.</param>
/// <param name="Bits">How many events there were, whether the content was met otherwise, and a country that one of them says.</param>
public readonly record struct EngagerAct(int Subject, int Minute, uint Bits)
{
    public const int MostEvents = ushort.MaxValue;

    private const int UnseenBit = 16;
    private const int CountryAt = UnseenBit + 1;

    public EngagerAct(int subject, int minute, int events, bool isUnseen, Facets facets)
        : this(
            subject,
            minute,
            (uint)events | (isUnseen ? 1u << UnseenBit : 0) | ((uint)facets.OfCountry.Code << CountryAt)
        ) { }

    /// <summary>The same, of content that was met otherwise.</summary>
    public EngagerAct Seen => this with { Bits = Bits & ~(1u << UnseenBit) };

    public int Events => (int)(Bits & MostEvents);

    /// <summary>One event more, of which the country counts that comes first: they may be of the same moment.</summary>
    public EngagerAct With(Facets facets)
    {
        uint country = (uint)facets.OfCountry.Code;
        uint known = Bits >> CountryAt;
        uint first = known == 0 || (country != 0 && country < known) ? country : known;
        uint events = Math.Min(MostEvents, (Bits & MostEvents) + 1);
        return this with { Bits = (first << CountryAt) | (Bits & (1u << UnseenBit)) | events };
    }

    public bool IsUnseen => (Bits & (1u << UnseenBit)) != 0;

    /// <summary>Of its country alone.</summary>
    public Facets Country => new Facets(Bits >> CountryAt).OfCountry;

    public static int Size => Unsafe.SizeOf<EngagerAct>();
}

/// <summary>Actors with what they did.</summary>
public sealed class EngagerSection : PartialSection<EngagerRow>
{
    public static readonly EngagerSection Rows = new();

    private EngagerSection()
        : base(51) { }

    public override RowOwner OwnerOf(in EngagerRow row) => RowOwner.OfWorkspace(row.Workspace);

    public override void Write(BinaryWriter writer, in EngagerRow row)
    {
        writer.Write(row.Workspace);
        writer.Write(row.Visitor);
        writer.Write7BitEncodedInt(row.Acts.Length);
        writer.Write(row.Acts.Span);
    }

    public override EngagerRow Read(BinaryReader reader)
    {
        string workspace = reader.ReadString();
        ulong visitor = reader.ReadUInt64();
        byte[] acts = reader.ReadBytes(reader.ReadCount());
        return acts.Length % EngagerAct.Size == 0
            ? new EngagerRow(workspace, visitor, acts)
            : throw new InvalidDataException("What an actor did is not whole.");
    }
}

/// <summary>How much all actors together engaged with a subject in an hour.</summary>
/// <param name="Hour">Since 2000.</param>
public readonly record struct EngagedHourRow(int Subject, int Hour, int Events);

/// <summary>Engagement by subject and hour.</summary>
public sealed class EngagedHourSection : PartialSection<EngagedHourRow>
{
    public static readonly EngagedHourSection Rows = new();

    private EngagedHourSection()
        : base(52) { }

    public override RowOwner OwnerOf(in EngagedHourRow row) => RowOwner.OfSubject(row.Subject);

    public override void Write(BinaryWriter writer, in EngagedHourRow row)
    {
        writer.Write7BitEncodedInt(row.Subject);
        writer.Write7BitEncodedInt(row.Hour);
        writer.Write7BitEncodedInt(row.Events);
    }

    public override EngagedHourRow Read(BinaryReader reader) =>
        new(reader.ReadNumber(), reader.ReadNumber(), reader.ReadNumber());
}
