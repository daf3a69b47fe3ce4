using System.Runtime.InteropServices;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Visitors.Texts;

namespace CreatorStream.Pipeline.Workspaces.Authenticity;

/// <summary>
/// The texts of a workspace from all partitions, and who wrote one that enough others wrote in the same 24 hours. Of a text a new
/// posting looks at no more of the others than it takes to find so many.
/// </summary>
/// <param name="changed">Takes an actor who now shares a text, or doesn't any more: its visitor, partition, and whether.</param>
internal sealed class SharedTexts(StateScope scope, Action<ulong, int, bool> changed)
{
    private readonly TextPostings texts = new(scope);
    private readonly Dictionary<ulong, int> numbers = [];
    private readonly List<(ulong Visitor, int Partition)> authors = [];
    private readonly HashSet<int> met = [];
    private HashSet<int> sharing = [];
    private bool isFindingAll;

    public void Put(int partition, in TextRow row)
    {
        int level = texts.Level;
        texts.RaiseTo(row.Level);
        bool isNew =
            row.Text != 0 && texts.IsHeld(row.Text) && texts.Add(row.Text, NumberOf(row.Visitor, partition), row.Hour);
        if (texts.Level != level)
        {
            FindAll();
        }
        else if (isNew)
        {
            Find(row.Text, numbers[row.Visitor], row.Hour);
        }
    }

    private int NumberOf(ulong visitor, int partition)
    {
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, visitor, out bool isKnown);
        if (!isKnown)
        {
            number = authors.Count;
            authors.Add((visitor, partition));
        }
        return number;
    }

    /// <summary>Of the windows of time that a new posting is in: only there others may share a text by it.</summary>
    private void Find(ulong text, int author, int hour)
    {
        ReadOnlySpan<ulong> postings = texts.Find(text);
        for (int first = hour - RepeatedText.WindowHours + 1; first <= hour; first++)
        {
            met.Clear();
            int at = postings.BinarySearch(TextPostings.Posting(Math.Max(0, first), 0));
            for (at = at < 0 ? ~at : at; at < postings.Length && met.Count <= RepeatedText.LeastActors; at++)
            {
                if (TextPostings.Hour(postings[at]) >= first + RepeatedText.WindowHours)
                {
                    break;
                }
                met.Add(TextPostings.Actor(postings[at]));
            }
            if (met.Count == RepeatedText.LeastActors)
            {
                foreach (int actor in met)
                {
                    Share(actor);
                }
            }
            else if (met.Count > RepeatedText.LeastActors)
            {
                // There were enough before: the others share it already.
                Share(author);
            }
        }
    }

    private void Share(int actor)
    {
        if (sharing.Add(actor) && !isFindingAll)
        {
            changed(authors[actor].Visitor, authors[actor].Partition, true);
        }
    }

    /// <summary>Fewer texts are held than before: whoever shared one of the others may share none.</summary>
    private void FindAll()
    {
        HashSet<int> before = sharing;
        sharing = [];
        isFindingAll = true;
        for (int number = 0; number < texts.Count; number++)
        {
            foreach (ulong posting in texts.Of(number))
            {
                Find(texts.Text(number), TextPostings.Actor(posting), TextPostings.Hour(posting));
            }
        }
        isFindingAll = false;
        // The last posting may have brought one more.
        foreach (int actor in before.Union(sharing).ToArray())
        {
            changed(authors[actor].Visitor, authors[actor].Partition, sharing.Contains(actor));
        }
    }
}
