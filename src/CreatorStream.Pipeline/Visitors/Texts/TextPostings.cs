using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Texts;

/// <summary>
/// Who wrote which text, of all workspaces of a task: what all partitions together need to know of it, in the order in which it came.
/// That is who wrote a text in an hour in which not enough others did (<see cref="HeldTexts"/>), and of everybody who wrote what enough
/// others wrote in the same hour, one such text: that which is held longest. So a text takes room for a few authors an hour, and an
/// author, however much is written, for one text.
/// Of copies (<see cref="OwnText"/>) it is the same with minutes in the place of authors: when somebody wrote a text again.
/// </summary>
/// <remarks>
/// What is in the list stays there, also when its text is held no more: texts are held by hash, so of n times as many as are held
/// at once only about log n times as many were ever held.
/// </remarks>
/// <param name="areCopies">Texts are those of one author each, and times are minutes.</param>
public sealed class TextPostings(StateScope scope, bool areCopies = false)
{
    private readonly SortedDictionary<int, HeldTexts> byWorkspace = [];
    private readonly StateList<TextPosting> postings = new(scope, StatePart.Visitors);

    /// <summary>By author, the most zeros that the hash of a text begins with that enough others wrote in the same hour, and one more.</summary>
    private readonly KeyedRows<int> shared = new(scope, StatePart.Visitors);
    private readonly SortedSet<int> raised = [];
    private int published;

    public int Count => postings.Count;

    /// <summary>The workspaces whose level is another one since <see cref="ClearChanged"/>.</summary>
    public IReadOnlyCollection<int> Raised => raised;

    /// <summary>How many zeros the hashes of a workspace's texts begin with that are held.</summary>
    public int LevelOf(int workspace) => byWorkspace.TryGetValue(workspace, out HeldTexts? of) ? of.Level : 0;

    /// <param name="time">Since 1970: the hour, or of copies the minute.</param>
    /// <returns>false: nothing follows from it, or did so before.</returns>
    public bool Add(int workspace, int visitor, ulong text, int time)
    {
        (int author, int hour) = areCopies ? OwnText.At(time) : (visitor, time);
        HeldTexts of = Of(workspace);
        int level = of.Level;
        bool isNew = of.Add(text, author, hour) switch
        {
            AddedText.New => true,
            AddedText.Enough => HeldTexts.NoteShared(ref shared[shared.GetOrAdd((ulong)visitor, out _)], text),
            _ => false,
        };
        if (isNew)
        {
            postings.Add(new TextPosting(text, visitor, time));
        }
        if (of.Level != level)
        {
            raised.Add(workspace);
        }
        return isNew;
    }

    /// <summary>What was added since <see cref="ClearChanged"/> and is held by now.</summary>
    /// <param name="workspaceOf">By visitor.</param>
    public IEnumerable<TextPosting> Changed(Func<int, int> workspaceOf)
    {
        for (int at = published; at < postings.Count; at++)
        {
            TextPosting posting = postings[at];
            if (byWorkspace[workspaceOf(posting.Visitor)].IsHeld(posting.Text))
            {
                yield return posting;
            }
        }
    }

    /// <summary>All of it counts as changed.</summary>
    public void ChangeAll()
    {
        published = 0;
        raised.UnionWith(byWorkspace.Keys);
    }

    public void ClearChanged()
    {
        published = postings.Count;
        raised.Clear();
    }

    /// <summary>Writes of each workspace how many zeros the hashes of its texts begin with.</summary>
    public void WriteLevels(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt(byWorkspace.Count);
        foreach ((int workspace, HeldTexts of) in byWorkspace)
        {
            writer.Write7BitEncodedInt(workspace);
            writer.Write7BitEncodedInt(of.Level);
        }
    }

    /// <summary>Before what was written.</summary>
    public void ReadLevels(BinaryReader reader)
    {
        for (int workspaces = reader.ReadCount(); workspaces > 0; workspaces--)
        {
            int workspace = reader.ReadNumber();
            Of(workspace).RaiseTo(Math.Min(reader.ReadNumber(), HeldTexts.MostLevel));
            raised.Add(workspace);
        }
    }

    /// <summary>Writes one, by number.</summary>
    public void Write(BinaryWriter writer, int number)
    {
        TextPosting posting = postings[number];
        writer.Write(posting.Text);
        writer.Write7BitEncodedInt(posting.Visitor);
        writer.Write7BitEncodedInt(posting.Time);
    }

    /// <summary>Also one whose text was not held any more: each keeps its number.</summary>
    /// <param name="workspaceOf">By visitor.</param>
    public void Read(BinaryReader reader, Func<int, int> workspaceOf)
    {
        var posting = new TextPosting(reader.ReadUInt64(), reader.ReadNumber(), reader.ReadNumber());
        if (!Add(workspaceOf(posting.Visitor), posting.Visitor, posting.Text, posting.Time))
        {
            postings.Add(posting);
        }
    }

    private HeldTexts Of(int workspace)
    {
        if (!byWorkspace.TryGetValue(workspace, out HeldTexts? of))
        {
            byWorkspace[workspace] = of = new HeldTexts(scope);
        }
        return of;
    }
}

/// <summary>That a visitor wrote a text at a time.</summary>
/// <param name="Text">Its hash.</param>
/// <param name="Time">Since 1970: the hour, or of copies the minute.</param>
public readonly record struct TextPosting(ulong Text, int Visitor, int Time);
