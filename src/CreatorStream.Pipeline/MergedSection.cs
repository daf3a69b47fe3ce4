using System.Runtime.InteropServices;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Workspaces;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline;

/// <summary>Takes in a row of a partition. Rows are large, so they are not copied on the way.</summary>
public delegate void PutRow<TRow>(WorkspaceState workspace, int partition, in TRow row);

/// <summary>A section, and where stage 2 puts its rows.</summary>
public abstract class MergedSection
{
    public abstract PartialSection Section { get; }

    public static MergedSection Of<TRow>(PartialSection<TRow> section, PutRow<TRow> put) =>
        new OfRows<TRow>(section, put);

    /// <summary>Puts the section's rows into the states of the workspaces that they are of.</summary>
    internal abstract void Put(PartialRows rows, PartitionNumbers numbers, Func<string, WorkspaceState> workspace);

    private sealed class OfRows<TRow>(PartialSection<TRow> section, PutRow<TRow> put) : MergedSection
    {
        public override PartialSection Section => section;

        internal override void Put(PartialRows rows, PartitionNumbers numbers, Func<string, WorkspaceState> workspace)
        {
            foreach (ref readonly TRow row in CollectionsMarshal.AsSpan(rows.Rows.Of(section)))
            {
                put(workspace(numbers.WorkspaceOf(section.OwnerOf(row))), rows.Partition, row);
            }
        }
    }
}
