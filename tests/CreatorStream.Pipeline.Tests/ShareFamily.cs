using CreatorStream.Events;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Snapshots;

namespace CreatorStream.Pipeline.Tests;

/// <summary>A family that the service hasn't got: how often content was shared by anybody who is not excluded.</summary>
internal sealed class ShareFamily : IFamily
{
    public ShareFamily() => Sections = [MergedSection.Of(ShareSection.Rows, Put)];

    public IReadOnlyList<MergedSection> Sections { get; }

    /// <summary>By partition and subject, what stage 2 was given.</summary>
    public Dictionary<(int Partition, int Subject), int> Merged { get; } = [];

    public IContribution Contribute(VisitorState state) => new Contribution(state);

    private void Put(Workspaces.WorkspaceState workspace, int partition, in ShareRow row) =>
        Merged[(partition, row.Subject)] = row.Shares;

    public readonly record struct ShareRow(int Subject, int Shares);

    public sealed class ShareSection : PartialSection<ShareRow>
    {
        public static readonly ShareSection Rows = new();

        private ShareSection()
            : base(999) { }

        public override RowOwner OwnerOf(in ShareRow row) => RowOwner.OfSubject(row.Subject);

        public override void Write(BinaryWriter writer, in ShareRow row)
        {
            writer.Write7BitEncodedInt(row.Subject);
            writer.Write7BitEncodedInt(row.Shares);
        }

        public override ShareRow Read(BinaryReader reader) => new(reader.ReadNumber(), reader.Read7BitEncodedInt());
    }

    private sealed class Contribution(VisitorState state) : IContribution
    {
        private readonly SortedDictionary<int, int> shares = [];
        private readonly SortedSet<int> changed = [];

        public SnapshotSection Saved => new("shares", 1, Write, Read);

        public void Add(FactBatch batch)
        {
            foreach (int row in batch.Accepted)
            {
                if (batch.Events.Types[row] == EventType.Share && !batch.Excluded[row])
                {
                    Add(batch.PlainSubjects[row], 1);
                }
            }
        }

        public void Count(int visitor, int all, int excluded)
        {
            foreach (JourneyTouch touch in state.Journeys.Touches(visitor))
            {
                if (touch.Kind == EventType.Share)
                {
                    Add(state.Subjects.PlainOf(touch.Subject), all - excluded);
                }
            }
        }

        public void Rebuild(int visitor) => Count(visitor, 1, state.Journeys.IsInauthentic(visitor) ? 1 : 0);

        public void Publish(TickRows into)
        {
            into.Of(ShareSection.Rows).AddRange(changed.Select(subject => new ShareRow(subject, shares[subject])));
            changed.Clear();
        }

        public void PublishAll() => changed.UnionWith(shares.Keys);

        private void Add(int subject, int count)
        {
            shares[subject] = shares.GetValueOrDefault(subject) + count;
            changed.Add(subject);
        }

        private void Write(BinaryWriter writer)
        {
            writer.Write7BitEncodedInt(shares.Count);
            foreach ((int subject, int count) in shares)
            {
                writer.Write7BitEncodedInt(subject);
                writer.Write7BitEncodedInt(count);
            }
        }

        private void Read(BinaryReader reader)
        {
            for (int left = reader.ReadCount(); left > 0; left--)
            {
                Add(reader.ReadNumber(), reader.Read7BitEncodedInt());
            }
        }
    }
}
