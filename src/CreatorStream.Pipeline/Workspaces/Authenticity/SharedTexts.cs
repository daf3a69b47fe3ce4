using CreatorStream.Analytics.Authenticity;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Visitors.Texts;

namespace CreatorStream.Pipeline.Workspaces.Authenticity;

/// <summary>
/// The texts of a workspace from all partitions, and who wrote one that enough others wrote in the same 24 hours, or, of copies
/// (<see cref="OwnText"/>), who wrote one so often. Whether a text is
/// shared follows from who wrote it, and never ends; so of an author it is enough to know how long a text that it shares is held.
/// </summary>
/// <param name="areCopies">Texts are those of one author each, and times are minutes.</param>
/// <param name="changed">Takes an actor who now shares a text, or doesn't any more: its visitor, partition, and whether.</param>
internal sealed class SharedTexts(StateScope scope, bool areCopies, Action<ulong, int, bool> changed)
{
    private readonly HeldTexts texts = new(scope);

    /// <summary>By visitor.</summary>
    private readonly KeyedRows<Author> authors = new(scope, StatePart.Visitors);

    /// <summary>By the zeros that a text's hash begins with, who shared one; of some a text with more came later.</summary>
    private readonly List<int>?[] sharing = new List<int>?[HeldTexts.MostLevel + 1];

    /// <summary>How many zeros the hashes of texts begin with that are held.</summary>
    public int Level => texts.Level;

    public void Put(int partition, in TextRow row)
    {
        int level = texts.Level;
        texts.RaiseTo(row.Level);
        if (row.Text != 0 && texts.IsHeld(row.Text))
        {
            int author = NumberOf(row.Visitor, partition);
            (int writer, int hour) = areCopies ? OwnText.At(row.Time) : (author, row.Time);
            switch (texts.Add(row.Text, writer, hour))
            {
                case AddedText.New when areCopies:
                    FindCopies(row.Text, author, hour);
                    break;
                case AddedText.New:
                    Find(row.Text, author, hour);
                    break;
                case AddedText.Enough:
                    Share(author, row.Text);
                    break;
            }
        }
        for (; level < texts.Level; level++)
        {
            Clear(level);
        }
    }

    private int NumberOf(ulong visitor, int partition)
    {
        int number = authors.GetOrAdd(visitor, out bool added);
        if (added)
        {
            authors[number].Partition = partition;
        }
        return number;
    }

    /// <summary>Of the windows of time that a new author's hour is in: only there others may share the text by it.</summary>
    private void Find(ulong text, int author, int hour)
    {
        HeldTexts.Hours hours = texts.Find(text);
        if (hours.Count < RepeatedText.LeastActors)
        {
            return;
        }
        Span<int> met = stackalloc int[RepeatedText.LeastActors + 1];
        for (int first = 1 - RepeatedText.WindowHours; first <= 0; first++)
        {
            int count = 0;
            for (int at = first; at < first + RepeatedText.WindowHours && count < met.Length; at++)
            {
                foreach (int other in hours[hour + at])
                {
                    if (count < met.Length && !met[..count].Contains(other))
                    {
                        met[count++] = other;
                    }
                }
            }
            if (count == RepeatedText.LeastActors)
            {
                foreach (int other in met[..count])
                {
                    Share(other, text);
                }
            }
            else if (count > RepeatedText.LeastActors)
            {
                // There were enough before: the others share it already.
                Share(author, text);
            }
        }
    }

    /// <summary>Of the windows of time that a new hour is in: the minutes of each hour are others than those of the next.</summary>
    private void FindCopies(ulong text, int author, int hour)
    {
        HeldTexts.Hours hours = texts.Find(text);
        for (int first = 1 - RepeatedText.WindowHours; first <= 0 && hours.Count >= RepeatedText.LeastCopies; first++)
        {
            int count = 0;
            for (int at = first; at < first + RepeatedText.WindowHours; at++)
            {
                count += hours[hour + at].Length;
            }
            if (count >= RepeatedText.LeastCopies)
            {
                Share(author, text);
                return;
            }
        }
    }

    private void Share(int author, ulong text)
    {
        ref int longest = ref authors[author].Longest;
        bool isFirst = longest == 0;
        if (!HeldTexts.NoteShared(ref longest, text))
        {
            return;
        }
        (sharing[HeldTexts.ZerosOf(text)] ??= []).Add(author);
        if (isFirst)
        {
            changed(authors.Key(author), authors[author].Partition, true);
        }
    }

    /// <summary>Texts that begin with so many zeros are held no more: whoever shares no other shares none.</summary>
    private void Clear(int zeros)
    {
        foreach (int author in sharing[zeros] ?? [])
        {
            if (authors[author].Longest == zeros + 1)
            {
                authors[author].Longest = 0;
                changed(authors.Key(author), authors[author].Partition, false);
            }
        }
        sharing[zeros] = null;
    }

    private struct Author
    {
        public int Partition;

        /// <summary>The most zeros that the hash of a text begins with that it shares, and one more; 0: it shares none.</summary>
        public int Longest;
    }
}
