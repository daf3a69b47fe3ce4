using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Texts;

/// <summary>The texts of each workspace that has any, by its number in the task, and what changed since a tick.</summary>
public sealed class TextsByWorkspace(StateScope scope)
{
    private readonly SortedDictionary<int, TextPostings> byWorkspace = [];
    private readonly List<(int Workspace, int Visitor, ulong Text, int Hour)> changed = [];
    private readonly SortedSet<int> raised = [];

    /// <summary>What was added since <see cref="ClearChanged"/>.</summary>
    public IReadOnlyList<(int Workspace, int Visitor, ulong Text, int Hour)> Changed => changed;

    /// <summary>The workspaces whose level is another one since then.</summary>
    public IReadOnlyCollection<int> Raised => raised;

    public TextPostings Of(int workspace)
    {
        if (!byWorkspace.TryGetValue(workspace, out TextPostings? of))
        {
            byWorkspace[workspace] = of = new TextPostings(scope);
        }
        return of;
    }

    /// <returns>false: it is there already, or its text is not held.</returns>
    public bool Add(int workspace, int visitor, ulong text, int hour)
    {
        TextPostings of = Of(workspace);
        int level = of.Level;
        bool isNew = of.Add(text, visitor, hour);
        if (isNew)
        {
            changed.Add((workspace, visitor, text, hour));
        }
        if (of.Level != level)
        {
            raised.Add(workspace);
        }
        return isNew;
    }

    /// <summary>All of it counts as changed.</summary>
    public void ChangeAll()
    {
        changed.Clear();
        foreach ((int workspace, TextPostings of) in byWorkspace)
        {
            raised.Add(workspace);
            for (int number = 0; number < of.Count; number++)
            {
                foreach (ulong posting in of.Of(number))
                {
                    changed.Add((workspace, TextPostings.Actor(posting), of.Text(number), TextPostings.Hour(posting)));
                }
            }
        }
    }

    public void ClearChanged()
    {
        changed.Clear();
        raised.Clear();
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt(byWorkspace.Count);
        foreach ((int workspace, TextPostings of) in byWorkspace)
        {
            writer.Write7BitEncodedInt(workspace);
            writer.Write7BitEncodedInt(of.Level);
            writer.Write7BitEncodedInt(of.Count);
            for (int number = 0; number < of.Count; number++)
            {
                ReadOnlySpan<ulong> postings = of.Of(number);
                writer.Write(of.Text(number));
                writer.Write7BitEncodedInt(postings.Length);
                foreach (ulong posting in postings)
                {
                    writer.Write(posting);
                }
            }
        }
    }

    /// <summary>All that is read counts as changed.</summary>
    public void Read(BinaryReader reader)
    {
        for (int workspaces = reader.ReadCount(); workspaces > 0; workspaces--)
        {
            TextPostings of = Of(reader.ReadNumber());
            of.RaiseTo(Math.Min(reader.ReadNumber(), TextPostings.MostLevel));
            for (int texts = reader.ReadCount(); texts > 0; texts--)
            {
                ulong text = reader.ReadUInt64();
                for (int postings = reader.ReadCount(); postings > 0; postings--)
                {
                    ulong posting = reader.ReadUInt64();
                    of.Add(text, TextPostings.Actor(posting), TextPostings.Hour(posting));
                }
            }
        }
        ChangeAll();
    }
}
