namespace CreatorStream.Pipeline.Visitors;

/// <summary>
/// What events said of actors with evidence against them that their journeys don't hold: names, and whose agent is a
/// crawler's. Evidence follows from this and the journeys.
/// </summary>
public sealed class ActorFacts
{
    private readonly Dictionary<int, Actor> actors = [];

    // Visitors' identities; erased before their events came, or after.
    private readonly HashSet<ulong> erased = [];

    /// <summary>In the order of the visitors' numbers.</summary>
    public IEnumerable<KeyValuePair<int, Actor>> All => actors.OrderBy(of => of.Key);

    public int Count => actors.Count;

    /// <summary>The name of an actor; empty where it is not known or the person was erased.</summary>
    public string NameOf(int visitor) => actors.TryGetValue(visitor, out Actor? of) ? of.Name : "";

    /// <summary>Whether it is known whose a visitor is, also where the name was erased.</summary>
    public bool IsNoted(int visitor) => actors.ContainsKey(visitor);

    public bool IsCrawler(int visitor) => actors.TryGetValue(visitor, out Actor? of) && of.IsCrawler;

    /// <param name="identity">The visitor's (EventIdentity.Visitors), by which erased ones are told.</param>
    /// <param name="isCrawler">Whether this event says so; what another one said stays.</param>
    public void Note(int visitor, ulong identity, string name, bool isCrawler) =>
        actors[visitor] = new Actor(erased.Contains(identity) ? "" : name, isCrawler || IsCrawler(visitor));

    /// <summary>From now on the actor has no name.</summary>
    /// <param name="visitor">Its number; −1: it has not come yet.</param>
    public void Erase(ulong identity, int visitor)
    {
        erased.Add(identity);
        if (actors.TryGetValue(visitor, out Actor? of))
        {
            actors[visitor] = of with { Name = "" };
        }
    }

    public void Restore(int visitor, Actor actor) => actors[visitor] = actor;
}

/// <param name="Name">Empty where the person was erased.</param>
/// <param name="IsCrawler">It has an agent of a crawler.</param>
public sealed record Actor(string Name, bool IsCrawler);
