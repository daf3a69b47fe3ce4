namespace CreatorStream.Events;

/// <summary>
/// What makes two records the same event: a keyed 64-bit fingerprint of workspace, source, visitor, id, time and
/// the other fields that figures rest on. Works on whole batches; each distinct string is hashed once.
/// </summary>
public sealed class EventIdentity(ulong key)
{
    private static readonly EventField[] PayloadFields =
    [
        EventField.Content,
        EventField.Campaign,
        EventField.Creator,
        EventField.Platform,
        EventField.Channel,
        EventField.Action,
        EventField.Code,
        EventField.Order,
        EventField.Currency,
        EventField.Agent,
    ];

    private static readonly EventField[] SubjectFields =
    [
        EventField.Workspace,
        EventField.Content,
        EventField.Campaign,
        EventField.Creator,
        EventField.Platform,
        EventField.Channel,
    ];

    private ulong[] strings = [];
    private ulong[] hashed = [];
    private ulong[] visitors = [];
    private ulong[] names = [];
    private ulong[] fingerprints = [];
    private ulong[] subjects = [];
    private ulong[] plainSubjects = [];
    private Facets[] facets = [];
    private bool[] anonymous = [];

    /// <summary>One per row of the batch last given to <see cref="Compute"/>: (workspace, visitor).</summary>
    public ReadOnlySpan<ulong> Visitors => visitors;

    /// <summary>One per row: (workspace, source, visitor, id).</summary>
    public ReadOnlySpan<ulong> Names => names;

    /// <summary>One per row: the whole event.</summary>
    public ReadOnlySpan<ulong> Fingerprints => fingerprints;

    /// <summary>One per row: what the event is about (workspace, content, campaign, creator, platform, channel), and its facets.</summary>
    public ReadOnlySpan<ulong> Subjects => subjects;

    /// <summary>Whether any row has facets.</summary>
    public bool HasFacets { get; private set; }

    /// <summary>By which the figures of a row's subject may be split: touches have them.</summary>
    public Facets FacetsOf(int row) => HasFacets ? facets[row] : default;

    /// <summary>What a row is about, whatever its facets are.</summary>
    public ulong PlainSubject(int row) => HasFacets ? plainSubjects[row] : subjects[row];

    /// <summary>Whether any row came by a way that is open to strangers.</summary>
    public bool HasAnonymous { get; private set; }

    /// <summary>One per row, where there are any: whether it came by a way that is open to strangers.</summary>
    public ReadOnlySpan<bool> Anonymous => anonymous;

    /// <summary>By code, the keyed hash of each string of the batch.</summary>
    public ReadOnlySpan<ulong> Strings => strings;

    public void Compute(EventBatch batch)
    {
        ComputeFingerprints(batch);
        MixVisitorIdentities(batch);
        Span<ulong> subject = subjects.AsSpan(0, batch.Count);
        subject.Fill(key);
        foreach (EventField field in SubjectFields)
        {
            Mix(batch, field, subject);
        }
        if (HasAnonymous)
        {
            // What strangers say is told apart from what is proven for as long as it is kept.
            for (int i = 0; i < subject.Length; i++)
            {
                subject[i] = anonymous[i] ? Hash64.Combine(subject[i], 1) : subject[i];
            }
        }
        if (HasFacets)
        {
            subject.CopyTo(plainSubjects);
            MixFacets(subject);
        }
    }

    /// <summary>What a row says is another actor's: who called in the visitor's name.</summary>
    public void MoveToShadow(int row, Shadow shadow) => visitors[row] = shadow.Of(visitors[row]);

    /// <summary>Only <see cref="Visitors"/>; the others are those of an earlier batch.</summary>
    public void ComputeVisitors(EventBatch batch)
    {
        MakeRoom(batch.Count);
        HashStrings(batch.Strings);
        MixVisitorIdentities(batch);
    }

    /// <summary>The identity of a visitor by name's hash, as <see cref="Visitors"/> has it.</summary>
    /// <param name="workspace">Empty for the default one, as events have it.</param>
    public ulong VisitorOf(ReadOnlySpan<byte> workspace, ErasedPerson person)
    {
        ulong of = workspace.IsEmpty ? 0 : Hash64.Compute(workspace, key);
        return Hash64.Combine(Hash64.Combine(~key, of), person.Hash);
    }

    /// <summary>Only <see cref="Fingerprints"/> and <see cref="Names"/>; the others are those of an earlier batch.</summary>
    public void ComputeFingerprints(EventBatch batch)
    {
        int rows = batch.Count;
        MakeRoom(rows);
        HashStrings(batch.Strings);
        Span<ulong> name = names.AsSpan(0, rows);
        name.Fill(key);
        Mix(batch, EventField.Workspace, name);
        Mix(batch, EventField.Source, name);
        MixVisitors(batch, name);
        Mix(batch, EventField.Id, name);
        Span<ulong> payload = fingerprints.AsSpan(0, rows);
        ReadOnlySpan<EventType> types = batch.Types;
        ReadOnlySpan<long> times = batch.TimesMicros;
        ReadOnlySpan<long> values = batch.ValuesMicros;
        ReadOnlySpan<int> engaged = batch.EngagedMillis;
        for (int i = 0; i < rows; i++)
        {
            ulong hash = Hash64.Combine(key ^ (ulong)types[i], (ulong)times[i]);
            payload[i] = Hash64.Combine(Hash64.Combine(hash, (ulong)values[i]), (ulong)engaged[i]);
        }
        foreach (EventField field in PayloadFields)
        {
            Mix(batch, field, payload);
        }
        for (int i = 0; i < rows; i++)
        {
            payload[i] = Hash64.Combine(payload[i], name[i]);
        }
        MixLeadWords(batch, payload);
        TellAnonymousApart(batch, payload);
        FindFacets(batch);
        if (HasFacets)
        {
            MixFacets(payload);
        }
    }

    /// <summary>What a lead says of itself makes it another one; what says nothing stays as it is.</summary>
    private void MixLeadWords(EventBatch batch, Span<ulong> payload)
    {
        ReadOnlySpan<int> addresses = batch.Codes(EventField.Address);
        ReadOnlySpan<byte> completeness = batch.Completeness;
        if (addresses.IsEmpty && !completeness.ContainsAnyExcept((byte)0))
        {
            return;
        }
        for (int i = 0; i < payload.Length; i++)
        {
            ulong address = addresses.IsEmpty ? 0 : strings[addresses[i]];
            if (address != 0 || completeness[i] != 0)
            {
                payload[i] = Hash64.Combine(payload[i], Hash64.Combine(completeness[i], address));
            }
        }
    }

    private void FindFacets(EventBatch batch)
    {
        HasFacets = false;
        ReadOnlySpan<int> countries = batch.Codes(EventField.Country);
        ReadOnlySpan<EventType> types = batch.Types;
        for (int i = 0; i < countries.Length; i++)
        {
            // Not by what strangers state: each could make a subject of each country.
            bool isSplit = types[i].IsTouch() && !(HasAnonymous && anonymous[i]);
            facets[i] = isSplit ? Facets.Of(batch.Strings[countries[i]]) : default;
            HasFacets |= !facets[i].AreNone;
        }
    }

    /// <summary>What has none stays as it is.</summary>
    private void MixFacets(Span<ulong> hashes)
    {
        for (int i = 0; i < hashes.Length; i++)
        {
            hashes[i] = facets[i].AreNone ? hashes[i] : Hash64.Combine(hashes[i], ~facets[i].Code);
        }
    }

    /// <summary>Else a stranger who says first what a shop will say would take its place.</summary>
    private void TellAnonymousApart(EventBatch batch, Span<ulong> payload)
    {
        HasAnonymous = false;
        if (!batch.Has(EventField.Via))
        {
            return;
        }
        ReadOnlySpan<int> vias = batch.Codes(EventField.Via);
        int last = 0;
        bool isAnonymous = false;
        for (int i = 0; i < payload.Length; i++)
        {
            if (vias[i] != last)
            {
                last = vias[i];
                isAnonymous = Ways.IsAnonymous(batch.Strings[last]);
                HasAnonymous |= isAnonymous;
            }
            anonymous[i] = isAnonymous;
            payload[i] = isAnonymous ? Hash64.Combine(payload[i], 1) : payload[i];
        }
    }

    private void MakeRoom(int rows)
    {
        if (names.Length < rows)
        {
            // Rounded up, for batches that grow little by little.
            int capacity = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)rows);
            names = new ulong[capacity];
            fingerprints = new ulong[capacity];
            visitors = new ulong[capacity];
            subjects = new ulong[capacity];
            anonymous = new bool[capacity];
            plainSubjects = new ulong[capacity];
            facets = new Facets[capacity];
        }
    }

    private void MixVisitorIdentities(EventBatch batch)
    {
        Span<ulong> visitor = visitors.AsSpan(0, batch.Count);
        visitor.Fill(~key);
        Mix(batch, EventField.Workspace, visitor);
        MixVisitors(batch, visitor);
    }

    /// <summary>An erased visitor's name is gone, its hash is not: it mixes to what it was.</summary>
    private void MixVisitors(EventBatch batch, Span<ulong> hashes)
    {
        if (!batch.Has(EventField.ErasedVisitor))
        {
            Mix(batch, EventField.Visitor, hashes);
            return;
        }
        for (int i = 0; i < hashes.Length; i++)
        {
            int erased = batch.Code(EventField.ErasedVisitor, i);
            ulong visitor =
                erased == 0
                    ? strings[batch.Code(EventField.Visitor, i)]
                    : ErasedPerson.Parse(batch.Strings[erased]).Hash;
            hashes[i] = Hash64.Combine(hashes[i], visitor);
        }
    }

    private void HashStrings(StringTable table)
    {
        if (table.HashKey == key && table.Hashes is { } known)
        {
            strings = known;
            return;
        }
        if (hashed.Length <= table.Count)
        {
            hashed = new ulong[(table.Count * 2) + 1];
        }
        strings = hashed;
        strings[0] = 0;
        ulong seed = Hash64.Seed(key);
        for (int code = 1; code <= table.Count; code++)
        {
            strings[code] = Hash64.ComputeSeeded(table[code], seed);
        }
    }

    private void Mix(EventBatch batch, EventField field, Span<ulong> hashes)
    {
        ReadOnlySpan<int> codes = batch.Codes(field);
        ReadOnlySpan<ulong> strings = this.strings;
        if (codes.IsEmpty)
        {
            // Absent in all rows: the same word as an absent one among others.
            foreach (ref ulong hash in hashes)
            {
                hash = Hash64.Combine(hash, 0);
            }
            return;
        }
        for (int i = 0; i < codes.Length; i++)
        {
            hashes[i] = Hash64.Combine(hashes[i], strings[codes[i]]);
        }
    }
}
