using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text;
using CreatorStream.Analytics.Reach;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Authenticity;
using CreatorStream.Pipeline.Visitors.Sessions;

namespace CreatorStream.Pipeline.Visitors.Journeys;

/// <summary>
/// Accepts each event once, adds it to its visitor's journey and tells the contributions behind it where it went.
/// </summary>
/// <param name="moves">Whose visitors count by their new placement before anything is added to them.</param>
public sealed class JourneyRecorder(VisitorState state, ContentMoves moves, Bursts bursts)
{
    private const int CreatorBit = 1 << (int)EntityLevel.Creator;
    private const int PlatformBit = 1 << (int)EntityLevel.Platform;

    /// <summary>Of a visitor's touches, the last ones.</summary>
    private const int MostAskedFor = 8;

    /// <summary>Of the content that events name, which is no entity where it is of no campaign.</summary>
    private const int ContentBit = PlatformBit << 1;

    /// <summary>Whom a visitor met, or one more than can be in pairs.</summary>
    private readonly int[] creators = new int[AudienceOverlap.MostInPairs + 1];
    private readonly int[] platforms = new int[AudienceOverlap.MostInPairs + 1];

    /// <summary>
    /// Of this row and those ahead, by row modulo their number, the numbers that their visitors most likely have. No room on the
    /// stack: a method that takes some is compiled once, before anything is known of how it runs.
    /// </summary>
    private readonly int[] likely = new int[Prefetch.Rows * 4];

    public void Process(FactBatch batch)
    {
        EventBatch events = batch.Events;
        ReadOnlySpan<EventType> types = events.Types;
        ReadOnlySpan<long> times = events.TimesMicros;
        ReadOnlySpan<int> engaged = events.EngagedMillis;
        ReadOnlySpan<ulong> visitorHashes = batch.Identity.Visitors;
        ReadOnlySpan<ulong> subjectHashes = batch.Identity.Subjects;
        ReadOnlySpan<ulong> fingerprints = batch.Identity.Fingerprints;
        ReadOnlySpan<ulong> names = batch.Identity.Names;
        ReadOnlySpan<long> appended = batch.AppendedAtMicros;
        AskAhead(visitorHashes, subjectHashes, names, -2 * Prefetch.Rows);
        AskAhead(visitorHashes, subjectHashes, names, -Prefetch.Rows);
        for (int row = 0; row < times.Length; row++)
        {
            if (row % Prefetch.Rows == 0)
            {
                AskAhead(visitorHashes, subjectHashes, names, row);
            }
            if (!state.Acceptance.IsInTime(times[row], appended[row]))
            {
                continue;
            }
            int subject = state.Subjects.Find(subjectHashes[row]);
            if (subject < 0)
            {
                subject = AddSubject(batch, row);
            }
            int workspace = state.Subjects.Workspace(subject);
            int visitor = state.Journeys.GetOrAdd(visitorHashes[row], workspace, likely[row % likely.Length]);
            if (batch.IsComment(row))
            {
                batch.NoteComment(row, visitor, state.Subjects.PlainOf(subject));
            }
            if (batch.MarkOf(row) is not 0 and var mark && state.Persons.Add(visitor, mark))
            {
                state.Journeys.SetHasPerson(visitor);
                batch.NoteMarked(visitor);
            }
            if (types[row].IsTouch())
            {
                var touch = new JourneyTouch(TouchKey.Of(times[row], types[row]), subject, engaged[row]);
                // What has a crawler's agent is of an actor who falls by that already.
                bool mayBurst = batch.IsAnonymous(row) && types[row].IsAction() && !batch.IsCrawler(row);
                int person = visitor;
                visitor = mayBurst ? bursts.OwnerOf(person, touch, fingerprints[row]) : person;
                if (visitor < 0)
                {
                    state.Acceptance.Duplicates++;
                    continue;
                }
                moves.Settle(visitor);
                int position = state.Journeys.AddTouch(visitor, touch, fingerprints[row]);
                if (position < 0)
                {
                    state.Acceptance.Duplicates++;
                    continue;
                }
                FindNeighbours(batch, row, visitor, subject, position);
                if (mayBurst && visitor == person && bursts.HasBegun(person, touch))
                {
                    bursts.Note(person, Encoding.UTF8.GetString(events.Bytes(EventField.Visitor, row)));
                }
            }
            else if (!state.Journeys.AddConversion(visitor, ReadConversion(batch, row, subject)))
            {
                state.Acceptance.Duplicates++;
                continue;
            }
            state.Acceptance.Note(times[row], names[row]);
            state.Advance(workspace, times[row]);
            state.MarkChanged(visitor);
            batch.Subjects[row] = subject;
            batch.PlainSubjects[row] = state.Subjects.PlainOf(subject);
            batch.Visitors[row] = visitor;
            batch.Excluded[row] = state.Journeys.IsInauthentic(visitor);
            batch.Converted[row] = state.Journeys.HasConversions(visitor);
            batch.Told[row] = state.Journeys.IsTold(visitor);
            batch.Accept(row);
        }
        NoteTouched(batch);
    }

    /// <summary>
    /// Asks for what rows ahead need, some rows at a time and each step of the way by itself: the processor then looks up several
    /// addresses at once, and doesn't wait for each.
    /// </summary>
    private void AskAhead(
        ReadOnlySpan<ulong> visitors,
        ReadOnlySpan<ulong> subjects,
        ReadOnlySpan<ulong> names,
        int row
    )
    {
        JourneyStore journeys = state.Journeys;
        foreach (ulong visitor in Prefetch.Ahead(visitors, row + (3 * Prefetch.Rows)))
        {
            journeys.PrefetchFar(visitor);
        }
        int near = row + (2 * Prefetch.Rows);
        ReadOnlySpan<ulong> nearVisitors = Prefetch.Ahead(visitors, near);
        for (int i = 0; i < nearVisitors.Length; i++)
        {
            likely[(near + i) % likely.Length] = journeys.PrefetchNear(nearVisitors[i]);
        }
        foreach (ulong name in Prefetch.Ahead(names, near))
        {
            state.Acceptance.PrefetchName(name);
        }
        int nearest = Math.Max(0, row + Prefetch.Rows);
        int end = Math.Min(visitors.Length, row + (2 * Prefetch.Rows));
        for (int at = nearest; at < end; at++)
        {
            if (likely[at % likely.Length] is >= 0 and var visitor)
            {
                journeys.PrefetchJourney(visitor);
            }
        }
        if (state.Subjects.AreFar)
        {
            AskForSubjects(subjects, row);
        }
    }

    /// <summary>Asks for what rows ahead are about, and for what their visitors touched before.</summary>
    private void AskForSubjects(ReadOnlySpan<ulong> subjects, int row)
    {
        foreach (ulong subject in Prefetch.Ahead(subjects, row + (2 * Prefetch.Rows)))
        {
            state.Subjects.PrefetchFar(subject);
        }
        foreach (ulong subject in Prefetch.Ahead(subjects, row + Prefetch.Rows))
        {
            state.Subjects.PrefetchNear(subject);
        }
        int end = Math.Min(subjects.Length, row + Prefetch.Rows);
        for (int at = Math.Max(0, row); at < end; at++)
        {
            if (likely[at % likely.Length] is >= 0 and var visitor)
            {
                JourneyTouches touches = state.Journeys.Touches(visitor);
                int last = touches.Length - 1;
                for (int touch = last; touch >= 0 && touch > last - MostAskedFor; touch--)
                {
                    state.Subjects.PrefetchPlaced(touches.SubjectAt(touch));
                }
            }
        }
    }

    /// <summary>After all else, so that one after another is asked for long before it is needed: none is near.</summary>
    private void NoteTouched(FactBatch batch)
    {
        TouchedBy touchedBy = state.TouchedBy;
        ReadOnlySpan<EventType> types = batch.Events.Types;
        ReadOnlySpan<int> rows = batch.Accepted;
        ReadOnlySpan<int> subjects = batch.PlainSubjects;
        ReadOnlySpan<int> visitors = batch.Visitors;
        for (int i = 0; i < rows.Length; i++)
        {
            if (i % Prefetch.Rows == 0)
            {
                foreach (int far in Prefetch.Ahead(rows, i + (3 * Prefetch.Rows)))
                {
                    touchedBy.PrefetchSubject(subjects[far]);
                }
                foreach (int near in Prefetch.Ahead(rows, i + (2 * Prefetch.Rows)))
                {
                    touchedBy.PrefetchPlace(subjects[near], visitors[near]);
                }
                foreach (int nearest in Prefetch.Ahead(rows, i + Prefetch.Rows))
                {
                    touchedBy.PrefetchBit(subjects[nearest], visitors[nearest]);
                }
            }
            int row = rows[i];
            if (types[row].IsTouch())
            {
                touchedBy.Add(subjects[row], visitors[row], state.Journeys.Count);
            }
        }
    }

    private void FindNeighbours(FactBatch batch, int row, int visitor, int subject, int position)
    {
        JourneyTouches touches = state.Journeys.Touches(visitor);
        ReadOnlySpan<int> entities = state.Subjects.EntitiesOf(subject);
        if (touches.Length >= JourneySigns.Least)
        {
            batch.NoteLong(row);
        }
        if (touches.Length > MetBefore.MostLookedThrough)
        {
            LookUpNeighbours(batch, row, visitor, touches, position, entities);
        }
        else
        {
            LookThrough(batch, row, touches, position, entities, state.Subjects.ContentOf(subject));
        }
    }

    private void LookUpNeighbours(
        FactBatch batch,
        int row,
        int visitor,
        JourneyTouches touches,
        int position,
        ReadOnlySpan<int> entities
    )
    {
        // Not looked for.
        batch.MetContent[row] = true;
        MetBefore met = state.MetBefore;
        if (!met.Has(visitor))
        {
            met.Build(visitor, touches, but: position, state.Subjects);
        }
        JourneyTouch touch = touches[position];
        bool isOfCreator = IsFirst(EntityLevel.Creator, entities);
        bool isOfPlatform = IsFirst(EntityLevel.Platform, entities);
        if (isOfCreator || isOfPlatform)
        {
            int campaign = entities[(int)EntityLevel.Campaign];
            batch.NoteFirst(
                row,
                isOfCreator,
                met.Met(visitor, campaign, EntityLevel.Creator),
                isOfPlatform,
                met.Met(visitor, campaign, EntityLevel.Platform)
            );
        }
        for (int level = 0; level < FactBatch.Levels; level++)
        {
            if (entities[level] != SubjectTable.None)
            {
                batch.Neighbours(row, level) = met.Panes(visitor, entities[level], touch.Pane);
                if (touch.Kind.IsOfSession())
                {
                    batch.NearVisits(row, level) = met.Visits(visitor, entities[level], touch.TimeMicros);
                }
            }
        }
        if (entities[(int)EntityLevel.Creator] is not SubjectTable.None and var creator)
        {
            batch.EngagedBefore[row] = met.Engagements(visitor, creator);
        }
        met.Add(visitor, touch, state.Subjects);

        bool IsFirst(EntityLevel level, ReadOnlySpan<int> of) =>
            of[(int)level] != SubjectTable.None
            && met.Panes(visitor, of[(int)level], touch.Pane) == (RollingReach.None, RollingReach.None);
    }

    /// <summary>One way back and one ahead, each until the nearest touch of every level has been met.</summary>
    /// <param name="content">Its number, or SubjectTable.None.</param>
    private void LookThrough(
        FactBatch batch,
        int row,
        JourneyTouches touches,
        int position,
        ReadOnlySpan<int> entities,
        int content
    )
    {
        int wanted = 0;
        for (int level = 0; level < FactBatch.Levels; level++)
        {
            if (entities[level] != SubjectTable.None)
            {
                wanted |= 1 << level;
                batch.Neighbours(row, level) = (RollingReach.None, RollingReach.None);
            }
        }
        // Of the platform only whether it was met; with content, which is what has one, there are always all others to look for.
        int all = entities[(int)EntityLevel.Platform] == SubjectTable.None ? wanted : wanted | PlatformBit;
        all |= content == SubjectTable.None ? 0 : ContentBit;
        var placed = Vector128.Create(entities);
        int missing = all;
        for (int before = position - 1; before >= 0 && missing != 0; before--)
        {
            int met = missing & Shared(placed, content, touches.SubjectAt(before));
            missing &= ~met;
            for (met &= wanted; met != 0; met &= met - 1)
            {
                batch.Neighbours(row, BitOperations.TrailingZeroCount(met)).Previous = touches[before].Pane;
            }
        }
        int first = missing;
        missing = all;
        for (int after = position + 1; after < touches.Length && missing != 0; after++)
        {
            int met = missing & Shared(placed, content, touches.SubjectAt(after));
            missing &= ~met;
            for (met &= wanted; met != 0; met &= met - 1)
            {
                batch.Neighbours(row, BitOperations.TrailingZeroCount(met)).Next = touches[after].Pane;
            }
        }
        batch.MetContent[row] = content != SubjectTable.None && (first & missing & ContentBit) == 0;
        if (state.Subjects.IsProvenEngagement(touches[position].Kind, touches.SubjectAt(position)))
        {
            batch.EngagedBefore[row] = OthersEngaged(touches, entities[(int)EntityLevel.Creator]);
        }
        first &= missing & (CreatorBit | PlatformBit);
        if (first != 0)
        {
            NoteFirsts(batch, row, touches, position, entities, first);
        }
        if (!touches[position].Kind.IsOfSession())
        {
            return;
        }
        for (; wanted != 0; wanted &= wanted - 1)
        {
            int level = BitOperations.TrailingZeroCount(wanted);
            batch.NearVisits(row, level) = NearVisits.Find(
                state.Subjects,
                touches,
                position,
                entities[level],
                (EntityLevel)level
            );
        }
    }

    /// <summary>How many proven engagements with a creator there are beside one that is there already.</summary>
    private int OthersEngaged(JourneyTouches touches, int creator)
    {
        int count = -1;
        for (int at = 0; at < touches.Length; at++)
        {
            int subject = touches.SubjectAt(at);
            if (
                state.Subjects.Entity(subject, EntityLevel.Creator) == creator
                && state.Subjects.IsProvenEngagement(touches[at].Kind, subject)
            )
            {
                count++;
            }
        }
        return count;
    }

    /// <summary>Whom the visitor had met before of the groups of those who are met now for the first time.</summary>
    /// <param name="first">A bit for each level at which somebody is.</param>
    private void NoteFirsts(
        FactBatch batch,
        int row,
        JourneyTouches touches,
        int position,
        ReadOnlySpan<int> entities,
        int first
    )
    {
        int campaign = entities[(int)EntityLevel.Campaign];
        bool isOfCreator = (first & CreatorBit) != 0;
        bool isOfPlatform = (first & PlatformBit) != 0;
        (int ofCreators, int ofPlatforms) = (0, 0);
        if (batch.Neighbours(row, (int)EntityLevel.Campaign) != (RollingReach.None, RollingReach.None))
        {
            for (int at = 0; at < touches.Length; at++)
            {
                ReadOnlySpan<int> of = state.Subjects.EntitiesOf(touches.SubjectAt(at));
                if (of[(int)EntityLevel.Campaign] == campaign && at != position)
                {
                    AddNew(creators, ref ofCreators, of[(int)EntityLevel.Creator]);
                    AddNew(platforms, ref ofPlatforms, of[(int)EntityLevel.Platform]);
                }
            }
        }
        batch.NoteFirst(
            row,
            isOfCreator,
            creators.AsSpan(0, ofCreators),
            isOfPlatform,
            platforms.AsSpan(0, ofPlatforms)
        );
    }

    private static void AddNew(int[] met, ref int count, int entity)
    {
        if (entity != SubjectTable.None && count < met.Length && !met.AsSpan(0, count).Contains(entity))
        {
            met[count++] = entity;
        }
    }

    /// <summary>A bit for each level at which another subject has the same entity; of levels without any it tells nothing.</summary>
    private int Shared(Vector128<int> entities, int content, int subject) =>
        state.Subjects.Shared(subject, entities) | (state.Subjects.ContentOf(subject) == content ? ContentBit : 0);

    private int AddSubject(FactBatch batch, int row)
    {
        SubjectTable subjects = state.Subjects;
        Facets facets = batch.Identity.FacetsOf(row);
        ulong key = batch.Identity.PlainSubject(row);
        int plain = facets.AreNone ? -1 : subjects.Find(key);
        if (plain < 0)
        {
            plain = subjects.Add(key, ReadSubject(batch.Events, row), batch.IsAnonymous(row), state.Catalog);
        }
        return facets.AreNone ? plain : subjects.AddSplit(batch.Identity.Subjects[row], plain, facets, state.Catalog);
    }

    private static Subject ReadSubject(EventBatch events, int row)
    {
        string Text(EventField field) => Encoding.UTF8.GetString(events.Bytes(field, row));
        string workspace = Text(EventField.Workspace);
        return new Subject(
            workspace.Length == 0 ? Subject.DefaultWorkspace : workspace,
            Text(EventField.Content),
            Text(EventField.Campaign),
            Text(EventField.Creator),
            Text(EventField.Platform),
            Text(EventField.Channel)
        );
    }

    private static ConversionFields ReadConversion(FactBatch batch, int row, int subject)
    {
        EventBatch events = batch.Events;
        long value = events.ValuesMicros[row];
        return new ConversionFields
        {
            Type = events.Types[row],
            IsClaim = batch.IsAnonymous(row),
            TimeMicros = events.TimesMicros[row],
            Id = events.Bytes(EventField.Id, row),
            Source = events.Bytes(EventField.Source, row),
            Order = events.Bytes(EventField.Order, row),
            ValueMicros = value == EventBatch.NoValue ? 0 : value,
            Currency = events.Bytes(EventField.Currency, row),
            Code = events.Bytes(EventField.Code, row),
            Subject = subject,
            Fingerprint = batch.Identity.Fingerprints[row],
            Lead = events.LeadWordsOf(row),
        };
    }
}
