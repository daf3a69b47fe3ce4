using System.Runtime.InteropServices;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Authenticity;
using CreatorStream.Pipeline.Visitors.Texts;

namespace CreatorStream.Pipeline.Workspaces.Authenticity;

/// <summary>An actor whom somebody decided about.</summary>
public readonly record struct DecidedActor(string Actor, VerdictLevel Level);

/// <summary>
/// The actors of a workspace that there is evidence about: it is merged here over partitions, and the verdict that follows by its
/// score, or what a person decided in its place, goes to the task that owns the actor. A verdict that no longer follows is taken
/// back, also one that a former owner of this workspace has sent. What each campaign shows is kept up as evidence comes: an actor costs what its own
/// events are about.
/// </summary>
/// <param name="campaignOf">The campaign that a partition's subject belongs to by now, or empty.</param>
/// <param name="strengthOf">How strict a campaign is by now; null: the catalog has none of that name.</param>
public sealed class AuthenticityBook(
    string workspace,
    Func<int, int, string> campaignOf,
    Func<string, Strength?> strengthOf,
    StateScope scope
)
{
    private static readonly IReadOnlyDictionary<int, int> NoEvents = new Dictionary<int, int>();

    private readonly Dictionary<ulong, int> numbers = [];
    private readonly List<Actor> actors = [];
    private readonly Dictionary<string, CampaignReasons> campaigns = [];
    private readonly HashSet<string> changed = [];

    /// <summary>Actors whose task may have another verdict than follows by now.</summary>
    private readonly HashSet<Actor> toTell = [];

    /// <summary>Campaigns that have become more or less strict.</summary>
    private readonly HashSet<string> toJudge = [];

    /// <summary>Whom somebody decided about.</summary>
    private readonly HashSet<Actor> decided = [];

    /// <summary>Those who are in groups.</summary>
    private readonly List<int> grouped = [];

    /// <summary>null: nobody wrote any.</summary>
    private SharedTexts? texts;
    private SharedTexts? copies;

    /// <summary>By partition and subject, the actors whose events concern it.</summary>
    private readonly Postings bySubject = new(scope, StatePart.Orders);

    /// <summary>How many zeros the hashes of texts begin with that are held.</summary>
    public int TextsLevel => Math.Max(texts?.Level ?? 0, copies?.Level ?? 0);

    public void Put(int partition, EvidenceRow row)
    {
        Actor actor = Of(row.Visitor, partition, out int number);
        Show(actor, -1);
        actor.Row = row with { EventsBySubject = NoEvents };
        foreach ((int subject, int count) in row.EventsBySubject)
        {
            bySubject.Add(PaneRows.Key(partition, subject), number);
            actor.EventsByCampaign[campaignOf(partition, subject)] += count - actor.EventsBySubject[subject];
            actor.EventsBySubject[subject] = count;
        }
        Judge(actor);
        Show(actor, 1);
        if (actor.Override != null || actor.IsAsked)
        {
            NoteChanged(actor);
        }
    }

    /// <summary>What a person decided about an actor; null: nothing any more.</summary>
    public void Put(int partition, ulong visitor, VerdictLevel? level)
    {
        if (level == null && !numbers.ContainsKey(visitor))
        {
            return;
        }
        Actor actor = Of(visitor, partition, out _);
        Show(actor, -1);
        actor.Override = level;
        _ = level == null ? decided.Remove(actor) : decided.Add(actor);
        Judge(actor);
        Show(actor, 1);
        NoteChanged(actor);
    }

    public void Put(int partition, in TextRow row) =>
        (texts ??= new SharedTexts(scope, areCopies: false, Share)).Put(partition, row);

    /// <summary>That somebody wrote a text of its own again.</summary>
    public void PutCopy(int partition, in TextRow row) =>
        (copies ??= new SharedTexts(scope, areCopies: true, Copy)).Put(partition, row);

    /// <summary>What groups say about those who are in them, all of it: of whoever is in none by now nothing is left.</summary>
    public void Put(IReadOnlyDictionary<ulong, (int Partition, GroupEvidence Evidence)> found)
    {
        foreach (int number in grouped)
        {
            if (!found.ContainsKey(actors[number].Visitor))
            {
                Put(actors[number], default(GroupEvidence));
            }
        }
        grouped.Clear();
        foreach ((ulong visitor, (int partition, GroupEvidence evidence)) in found)
        {
            Actor actor = Of(visitor, partition, out int number);
            grouped.Add(number);
            if (actor.Groups != evidence)
            {
                Put(actor, evidence);
            }
        }
    }

    /// <summary>Has the name of an actor told against whom nothing speaks: a task says names of those whom it is told of.</summary>
    public void Ask(int partition, ulong visitor)
    {
        Actor actor = Of(visitor, partition, out _);
        actor.IsAsked = true;
        if (actor.IsToAsk)
        {
            toTell.Add(actor);
        }
    }

    private void Put(Actor actor, GroupEvidence evidence)
    {
        Show(actor, -1);
        actor.Groups = evidence;
        Judge(actor);
        Show(actor, 1);
    }

    /// <summary>What the task that owns an actor has applied.</summary>
    public void Put(int partition, HeldVerdict held)
    {
        Actor actor = Of(held.Visitor, partition, out _);
        if (!actor.IsTold)
        {
            // A former owner sent it. What this one sent comes later than whatever the task says of before.
            actor.Told = held.Level;
            toTell.Add(actor);
        }
    }

    /// <summary>A partition's rows and its numbers of subjects are void: they come again.</summary>
    public void Void(int partition)
    {
        foreach (Actor actor in actors)
        {
            if (actor.Partition == partition)
            {
                Show(actor, -1);
                actor.Row = null;
                actor.EventsBySubject.Clear();
                actor.EventsByCampaign.Clear();
                // Its new owner says what it has applied, and nothing of whom it holds to be clear: that may be less than the
                // former one had.
                (actor.Told, actor.IsTold) = (VerdictLevel.Clear, false);
                Judge(actor);
            }
        }
    }

    /// <summary>A subject is placed elsewhere.</summary>
    public void Move(int partition, int subject, string campaignBefore, string campaignAfter)
    {
        foreach (int number in bySubject.Of(PaneRows.Key(partition, subject)))
        {
            Actor actor = actors[number];
            // An actor may have stood there by numbers that are void.
            if (actor.Partition == partition && actor.EventsBySubject[subject] is > 0 and var events)
            {
                Show(actor, -1);
                actor.EventsByCampaign[campaignBefore] -= events;
                actor.EventsByCampaign[campaignAfter] += events;
                Judge(actor);
                Show(actor, 1);
            }
        }
    }

    /// <summary>A campaign is as strict as it was not before: its actors are judged anew before verdicts are told.</summary>
    public void JudgeAgain(string campaign) => toJudge.Add(campaign);

    /// <summary>One pass over all actors, for however many campaigns.</summary>
    private void JudgeAgain()
    {
        if (toJudge.Count == 0)
        {
            return;
        }
        foreach (Actor actor in actors)
        {
            if (actor.EventsByCampaign.Keys.Any(toJudge.Contains))
            {
                Show(actor, -1);
                Judge(actor);
                Show(actor, 1);
            }
        }
        toJudge.Clear();
    }

    /// <summary>Sends the verdicts that are others than their tasks have: when all rows that came together are merged.</summary>
    /// <param name="send">Takes a verdict about an actor of a partition.</param>
    /// <param name="isStarting">
    /// What verdicts of a former owner rest on may not be found again yet, such as groups: none is taken back.
    /// </param>
    /// <returns>Whether there were any.</returns>
    public bool Tell(Action<int, Verdict> send, bool isStarting = false)
    {
        JudgeAgain();
        bool any = false;
        toTell.RemoveWhere(actor =>
        {
            if (isStarting && (actor.Final < actor.Told || actor.IsToAsk))
            {
                return false;
            }
            if (actor.Final != actor.Told || actor.IsToAsk)
            {
                (actor.Told, actor.IsTold) = (actor.Final, true);
                send(actor.Partition, new Verdict(workspace, actor.Visitor, actor.Final));
                any = true;
            }
            return true;
        });
        return any;
    }

    /// <summary>The campaigns for which it shows something else than the last time.</summary>
    public IReadOnlySet<string> TakeChanged()
    {
        var taken = new HashSet<string>(changed);
        changed.Clear();
        return taken;
    }

    /// <summary>Who was left out of a campaign's authentic figures, or is suspect, and why.</summary>
    public IReadOnlyList<ReasonSummary> Of(string campaign) =>
        campaigns.TryGetValue(campaign, out CampaignReasons? of) ? of.Summarize() : [];

    /// <summary>What somebody decided about actors of a campaign, by their names, as far as these are known.</summary>
    /// <param name="most">Of those with the first names.</param>
    public IReadOnlyList<DecidedActor> DecidedOf(string campaign, int most) =>
        [
            .. decided
                .Where(actor => actor.EventsByCampaign[campaign] > 0 && actor.Row is { Actor.Length: > 0 })
                .Select(actor => new DecidedActor(actor.Row!.Actor, actor.Override!.Value))
                .OrderBy(of => of.Actor, StringComparer.Ordinal)
                .Take(most),
        ];

    /// <summary>Who is shown in a campaign for a reason, each with its partition.</summary>
    public IReadOnlyDictionary<ulong, int> ActorsOf(string campaign, Reason reason) =>
        campaigns.TryGetValue(campaign, out CampaignReasons? of)
            ? of.Of(reason)
                .Select(shown => shown.Visitor)
                .ToDictionary(visitor => visitor, visitor => actors[numbers[visitor]].Partition)
            : new Dictionary<ulong, int>();

    /// <summary>What counts of an actor.</summary>
    public VerdictLevel LevelOf(ulong visitor) =>
        numbers.TryGetValue(visitor, out int number) ? actors[number].Final : VerdictLevel.Clear;

    /// <summary>Its name; empty where it isn't known or the person was erased.</summary>
    public string NameOf(ulong visitor) =>
        numbers.TryGetValue(visitor, out int number) ? actors[number].Row?.Actor ?? "" : "";

    private Actor Of(ulong visitor, int partition, out int number)
    {
        ref int known = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, visitor, out bool isKnown);
        if (!isKnown)
        {
            known = actors.Count;
            actors.Add(new Actor(visitor, partition));
        }
        number = known;
        return actors[number];
    }

    /// <summary>An actor wrote what others wrote, or it counts as that no more.</summary>
    private void Share(ulong visitor, int partition, bool sharesText) =>
        Change(visitor, partition, actor => actor.SharesText = sharesText);

    /// <summary>The same of what it wrote often.</summary>
    private void Copy(ulong visitor, int partition, bool copiesText) =>
        Change(visitor, partition, actor => actor.CopiesText = copiesText);

    private void Change(ulong visitor, int partition, Action<Actor> change)
    {
        Actor actor = Of(visitor, partition, out _);
        Show(actor, -1);
        change(actor);
        Judge(actor);
        Show(actor, 1);
    }

    private void NoteChanged(Actor actor) =>
        changed.UnionWith(actor.EventsByCampaign.Keys.Where(campaign => campaign.Length > 0));

    private void Judge(Actor actor)
    {
        actor.Judge(strengthOf);
        toTell.Add(actor);
    }

    /// <summary>Adds an actor to what is shown of each campaign that its events concern, or takes it out.</summary>
    private void Show(Actor actor, int sign)
    {
        if (!actor.IsShown)
        {
            return;
        }
        foreach ((string campaign, long events) in actor.EventsByCampaign)
        {
            if (campaign.Length == 0)
            {
                continue;
            }
            if (!campaigns.TryGetValue(campaign, out CampaignReasons? of))
            {
                campaigns[campaign] = of = new CampaignReasons();
            }
            of.Add(actor, events, sign);
            changed.Add(campaign);
        }
    }
}
