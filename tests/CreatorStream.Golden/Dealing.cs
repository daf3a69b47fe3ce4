using System.Text.Json.Nodes;

namespace CreatorStream.Golden;

public enum CatalogTime
{
    Before,
    Amid,
    After,
}

public enum Crash
{
    None,

    /// <summary>Senders repeat only what they have no answer for: what was acknowledged must have survived.</summary>
    ThenUnacknowledged,

    /// <summary>Senders repeat everything, as after the loss of their own state: nothing may count twice.</summary>
    ThenEverything,
}

/// <summary>How a world is handed to the service: order, batches, and when the catalog comes. Never matters.</summary>
public sealed record Dealing(int Seed, int BatchSize, CatalogTime Catalog)
{
    public override string ToString() => $"seed {Seed}, batches of {BatchSize}, catalog {Catalog}";

    /// <summary>The same entries or events in a workspace of their own.</summary>
    public static List<JsonObject> In(string workspace, IEnumerable<JsonObject> objects) =>
        objects.Select(o => Move(o, workspace)).ToList();

    /// <summary>Two halves, and optionally a crash while the second is under way.</summary>
    public async Task Hand(
        ServiceProcess service,
        IReadOnlyList<JsonObject> catalog,
        IEnumerable<JsonObject> events,
        Crash crash = Crash.None
    )
    {
        var random = new Random(Seed);
        JsonObject[] shuffled = events.ToArray();
        random.Shuffle(shuffled);
        if (Catalog == CatalogTime.Before)
        {
            await service.PostCatalog(catalog);
        }

        int half = shuffled.Length / 2;
        await Send(service, shuffled[..half], random);
        if (Catalog == CatalogTime.Amid)
        {
            await service.PostCatalog(catalog);
        }

        if (crash != Crash.None)
        {
            // A request is under way when the process dies: it may or may not have been taken.
            Task underWay = Swallow(Send(service, shuffled[half..], new Random(Seed)));
            await service.CrashAndRestart();
            await underWay;
            if (crash == Crash.ThenEverything)
            {
                await Send(service, shuffled[..half], random);
                await service.PostCatalog(catalog);
            }
        }

        await Send(service, shuffled[half..], random);
        if (Catalog == CatalogTime.After)
        {
            await service.PostCatalog(catalog);
        }
    }

    private async Task Send(ServiceProcess service, IEnumerable<JsonObject> events, Random random)
    {
        // A request holds one workspace: the collector refuses a mix.
        foreach (
            JsonObject[]? batch in events
                .GroupBy(fact => (string?)fact["workspace"])
                .SelectMany(of => of.Chunk(BatchSize))
        )
        {
            await service.PostEvents(batch, asArray: random.Next(2) == 0);
        }
    }

    private static async Task Swallow(Task sending)
    {
        try
        {
            await sending;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection died with the process.
        }
    }

    private static JsonObject Move(JsonObject original, string workspace)
    {
        JsonObject moved = original.DeepClone().AsObject();
        string suffix = original["workspace"]?.GetValue<string>() is { } own and not "default" ? "-" + own : "";
        if (moved["kind"]?.GetValue<string>() == "workspace")
        {
            suffix = original["id"]!.GetValue<string>() is var id and not "default" ? "-" + id : "";
            moved["id"] = workspace + suffix;
        }

        moved["workspace"] = workspace + suffix;
        return moved;
    }
}
