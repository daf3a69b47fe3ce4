using System.Text;
using System.Text.Json.Nodes;
using CreatorStream.Collect;
using CreatorStream.Golden;
using CreatorStream.Pipeline.Callers;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Simulation;

/// <summary>
/// Sends a world over a network that loses, doubles and delays messages and answers. What has no answer is sent again.
/// Catalog entries and overrides go one message after another, since the last word on each counts.
/// </summary>
internal sealed class Sender
{
    private readonly Random random;
    private readonly Faults faults;
    private readonly List<Message> events = [];
    private readonly Queue<Message> entries = [];
    private readonly List<Message> inTransit = [];
    private readonly List<(Message Message, Task<CollectResult> Answer)> underWay = [];

    public Sender(World world, Random random, Faults faults)
    {
        this.random = random;
        this.faults = faults;
        JsonObject[] shuffled = [.. world.Events];
        random.Shuffle(shuffled);
        int most = random.Next(10, 200);
        foreach (
            IGrouping<(string?, string?), JsonObject> way in shuffled.GroupBy(fact =>
                ((string?)fact["workspace"], (string?)fact["via"])
            )
        )
        {
            events.AddRange(way.Chunk(most).Select(chunk => Pack(chunk, Kind.Events)));
        }
        JsonObject[] counters = [.. world.Counters];
        random.Shuffle(counters);
        events.AddRange(counters.Chunk(most).Select(chunk => Pack(chunk, Kind.Counters)));
        // In all their workspaces, so that their names must be nowhere. Bots among them, whom snapshots and views name.
        ILookup<string, (string Workspace, string Visitor)> people = shuffled
            .Select(Person)
            .Distinct()
            .ToLookup(of => of.Visitor);
        Erased = [.. people.Where((_, at) => at < 3 || random.Next(20) == 0).SelectMany(of => of)];
        foreach ((string workspace, string visitor) in Erased)
        {
            var decision = new JsonObject { ["visitor"] = visitor, ["workspace"] = workspace };
            events.Add(Pack([decision], Kind.Erasures));
        }
        int mostEntries = random.Next(5, 60);
        // What people decide comes among the entries, in its own order: the last word counts, too.
        var overrides = new Queue<JsonObject>(world.Overrides);
        JsonObject[][] chunks = [.. InAnyOrder(world.Catalog).Chunk(mostEntries)];
        for (int left = chunks.Length; left >= 0; left--)
        {
            while (overrides.Count > 0 && (left == 0 || random.Next(left + 1) == 0))
            {
                JsonObject decision = overrides.Dequeue();
                entries.Enqueue(Pack([decision], decision["apart"] is null ? Kind.Overrides : Kind.Separations));
            }
            if (left > 0)
            {
                entries.Enqueue(Pack(chunks[^left], Kind.Catalog));
            }
        }
    }

    /// <summary>Who is to be erased.</summary>
    public IReadOnlyList<(string Workspace, string Visitor)> Erased { get; }

    public bool IsDone => events.Count == 0 && entries.Count == 0;

    /// <summary>Gives the network one more message, or the same again.</summary>
    public void Send()
    {
        if (IsDone)
        {
            return;
        }
        // Entries come among the events to the end, so that they move what was counted.
        Message message =
            random.Next(entries.Count + events.Count) < entries.Count
                ? entries.Peek()
                : events[random.Next(events.Count)];
        if (inTransit.Contains(message) || underWay.Any(of => of.Message == message))
        {
            return;
        }
        if (!faults.Happens(8))
        {
            inTransit.Add(message);
        }
        if (message.Kind is not (Kind.Catalog or Kind.Overrides or Kind.Separations) && faults.Happens(8))
        {
            inTransit.Add(message);
        }
    }

    /// <summary>One message arrives, in any order.</summary>
    public void Deliver(ISimulatedService service)
    {
        if (inTransit.Count == 0)
        {
            return;
        }
        Message message = inTransit[random.Next(inTransit.Count)];
        inTransit.Remove(message);
        Task<CollectResult> answer = message.Kind switch
        {
            Kind.Catalog => service.Entries.CatalogAsync(
                Principal.Local,
                message.Body,
                message.IsLines,
                CancellationToken.None
            ),
            Kind.Overrides => service.Entries.DecisionsAsync(
                DecisionKind.Override,
                Principal.Local,
                message.Body,
                message.IsLines,
                CancellationToken.None
            ),
            Kind.Separations => service.Entries.DecisionsAsync(
                DecisionKind.Separation,
                Principal.Local,
                message.Body,
                message.IsLines,
                CancellationToken.None
            ),
            Kind.Counters => service.Entries.CountersAsync(
                Principal.Local,
                message.Body,
                message.IsLines,
                CancellationToken.None
            ),
            Kind.Erasures => service.Entries.DecisionsAsync(
                DecisionKind.Erasure,
                Principal.Local,
                message.Body,
                message.IsLines,
                CancellationToken.None
            ),
            _ => service.Events.CollectAsync(message.From, message.Body, message.IsLines, CancellationToken.None),
        };
        underWay.Add((message, answer));
    }

    /// <summary>Takes the answers that have come.</summary>
    /// <exception cref="SimulatedCrashException">The process died while it took a message.</exception>
    public void TakeAnswers()
    {
        foreach ((Message message, Task<CollectResult> answer) in underWay.Where(of => of.Answer.IsCompleted).ToArray())
        {
            underWay.Remove((message, answer));
            if (answer.Exception?.InnerException is { } error)
            {
                if (error is not LogUnavailableException)
                {
                    throw error;
                }
                continue;
            }
            CollectResult result = answer.Result;
            Assert.Equal((message.Facts, 0), (result.Accepted, result.Rejections.Count));
            if (faults.Happens(5))
            {
                // The answer is lost: sent again.
                continue;
            }
            events.Remove(message);
            if (entries.Count > 0 && entries.Peek() == message)
            {
                entries.Dequeue();
            }
        }
    }

    /// <summary>The process died: no answer comes any more.</summary>
    public void Crash() => underWay.Clear();

    /// <summary>Only the words on one thing keep their order: the last counts.</summary>
    private IEnumerable<JsonObject> InAnyOrder(IReadOnlyList<JsonObject> said)
    {
        static string About(JsonObject entry) => $"{entry["workspace"]} {entry["kind"]} {entry["id"]}";

        var words = said.GroupBy(About).ToDictionary(of => of.Key, of => new Queue<JsonObject>(of));
        string[] order = [.. said.Select(About)];
        random.Shuffle(order);
        return order.Select(about => words[about].Dequeue());
    }

    private Message Pack(JsonObject[] facts, Kind kind)
    {
        bool isLines = random.Next(2) == 0;
        IEnumerable<string> texts = facts.Select(fact => fact.ToJsonString());
        string body = isLines ? string.Join('\n', texts) : "[" + string.Join(',', texts) + "]";
        Principal from = (string?)facts[0]["via"] switch
        {
            "pixel" => Principal.Pixel,
            "link" => Principal.Link,
            "script" => Principal.Script,
            _ => Principal.Local,
        };
        return new Message(from, Encoding.UTF8.GetBytes(body), isLines, facts.Length, kind);
    }

    private static (string Workspace, string Visitor) Person(JsonObject fact) =>
        ((string?)fact["workspace"] ?? "default", (string)fact["visitor"]!);

    private enum Kind
    {
        Events,
        Counters,
        Catalog,
        Overrides,
        Separations,
        Erasures,
    }

    private sealed record Message(Principal From, byte[] Body, bool IsLines, int Facts, Kind Kind);
}
