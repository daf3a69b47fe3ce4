using System.Runtime.InteropServices;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Visitors.Unconverted;

namespace CreatorStream.Pipeline.Workspaces.Fits;

/// <summary>What visitors met who bought nothing: of each partition its sample.</summary>
public sealed class UnconvertedBook(StateScope scope)
{
    private readonly SortedDictionary<int, OfPartition> partitions = [];
    private int made;

    /// <summary>How often something of it became another.</summary>
    public long Changes { get; private set; }

    public IReadOnlyCollection<int> Partitions => partitions.Keys;

    public void Put(int partition, in UnconvertedRow row)
    {
        Changes++;
        if (!partitions.TryGetValue(partition, out OfPartition? of))
        {
            partitions[partition] = of = new OfPartition(scope.Open(), ++made);
        }
        if (row.Level > of.Level)
        {
            partitions[partition] = of = of.RaisedTo(row.Level, scope.Open(), ++made);
        }
        if (row.Visitor != 0 && VisitorSample.Holds(of.Level, row.Visitor))
        {
            of.Put(row.Visitor, row.Inauthentic, MemoryMarshal.Cast<byte, int>(row.Subjects.Span));
        }
    }

    /// <summary>A new owner of a partition begins anew.</summary>
    public void Void(int partition)
    {
        if (partitions.Remove(partition, out OfPartition? of))
        {
            Changes++;
            of.Dispose();
        }
    }

    /// <summary>Each of a partition stands for 2^level visitors.</summary>
    public int LevelOf(int partition) => partitions[partition].Level;

    /// <summary>The keyed hash of one of a partition.</summary>
    public ulong VisitorOf(int partition, int number) => partitions[partition].VisitorOf(number);

    /// <summary>Numbers of a partition are valid while this is the same; −1: nobody's.</summary>
    public int VersionOf(int partition) => partitions.GetValueOrDefault(partition)?.Version ?? -1;

    /// <summary>How many of a partition there are, also such as have bought something since.</summary>
    public int CountOf(int partition) => partitions.GetValueOrDefault(partition)?.Count ?? 0;

    /// <summary>The numbers of subjects that one of them met, the earliest first; none: has bought something since.</summary>
    public ReadOnlySpan<int> SubjectsOf(int partition, int number, out bool isInauthentic) =>
        partitions[partition].SubjectsOf(number, out isInauthentic);

    private sealed class OfPartition(StateScope own, int version) : IDisposable
    {
        private readonly KeyedRows<Row> rows = new(own, StatePart.Orders);
        private readonly ListArena<int> subjects = new(own, StatePart.Orders);

        public int Level { get; private init; }

        public int Count => rows.Count;

        public int Version => version;

        public ulong VisitorOf(int number) => rows.Key(number);

        public void Put(ulong visitor, bool isInauthentic, ReadOnlySpan<int> met)
        {
            ref Row row = ref rows[rows.GetOrAdd(visitor, out _)];
            row.IsInauthentic = isInauthentic;
            if (met.IsEmpty)
            {
                subjects.Free(ref row.Subjects);
            }
            else
            {
                subjects.Replace(ref row.Subjects, met);
            }
        }

        public ReadOnlySpan<int> SubjectsOf(int number, out bool isInauthentic)
        {
            ref Row row = ref rows[number];
            isInauthentic = row.IsInauthentic;
            return subjects.Items(row.Subjects);
        }

        /// <summary>Those that are left of it, in a scope of their own; this one ends.</summary>
        public OfPartition RaisedTo(int level, StateScope scope, int version)
        {
            var into = new OfPartition(scope, version) { Level = level };
            for (int number = 0; number < rows.Count; number++)
            {
                if (VisitorSample.Holds(level, rows.Key(number)))
                {
                    into.Put(rows.Key(number), rows[number].IsInauthentic, SubjectsOf(number, out _));
                }
            }
            Dispose();
            return into;
        }

        public void Dispose() => own.Dispose();

        private struct Row
        {
            public ListRange Subjects;
            public bool IsInauthentic;
        }
    }
}
