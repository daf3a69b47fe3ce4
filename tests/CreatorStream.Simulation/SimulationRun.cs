using System.Text.Json.Nodes;
using CreatorStream.Golden;
using CreatorStream.Golden.Oracle;
using CreatorStream.Pipeline;
using CreatorStream.Pipeline.Views;

namespace CreatorStream.Simulation;

/// <summary>
/// A whole life of the service in one thread: a world is sent while messages, disks and processes fail as the seed says;
/// then faults stop, and within a bound the views and a client's copy of them show what the oracle says.
/// </summary>
internal sealed class SimulationRun
{
    private const int MostSteps = 100_000;

    /// <summary>Turns of every task, 150 ms each, after which everything must be shown: 90 s. Mostly it is after 20.</summary>
    private const int MostTurns = 600;

    private static readonly string[] Workspaces = ["default", "other"];

    private readonly Random random;
    private readonly Faults faults;
    private readonly World world;
    private readonly Lazy<Dictionary<string, Dictionary<string, Dictionary<string, double?>>>> expected;
    private readonly Dictionary<string, Dictionary<string, Dictionary<string, double?>>> counters;
    private readonly SimulatedTime time = new(World.Start.AddDays(World.Days));
    private readonly SimulatedLog log;
    private readonly SimulatedSnapshots snapshots;
    private readonly EngineOptions options;
    private readonly Sender sender;
    private readonly SimulatedClient client;
    private readonly SimulatedBrokers? brokers;
    private ISimulatedService? service;
    private int rebalances;

    public SimulationRun(int seed)
    {
        random = new Random(seed);
        world = World.Generate(seed, byWay: seed / 2 % 2 == 0);
        expected = new(() =>
            Workspaces.ToDictionary(
                workspace => workspace,
                workspace => BatchOracle.Figures(world.Catalog, world.Events, workspace, world.Overrides)
            )
        );
        counters = Workspaces.ToDictionary(
            workspace => workspace,
            workspace => CounterCases.Figures(world.Catalog, world.Counters, workspace)
        );
        faults = new Faults(random);
        log = new SimulatedLog(random.Next(1, 5), faults, time);
        snapshots = new SimulatedSnapshots(faults);
        options = new EngineOptions
        {
            SnapshotInterval = TimeSpan.FromMilliseconds(random.Next(200, 10_000)),
            TouchesPlacedPerTurn = random.Next(1, 400),
            // A few items at a time: others change before they are written down. One alone would keep a snapshot of all lists,
            // in blocks of one, longer than there are turns.
            SnapshotBytesPerTurn = 256,
            SnapshotBlockSize = 1 << random.Next(4),
        };
        brokers = IsAtScale(seed) ? new SimulatedBrokers(log, snapshots, faults, random) : null;
        sender = new Sender(world, random, faults);
        client = new SimulatedClient(random);
    }

    /// <summary>Every other seed is a life of the service at scale, the others in one process.</summary>
    public static bool IsAtScale(int seed) => seed % 2 == 0;

    public override string ToString() =>
        $"{log.Partitions} partitions, {faults.Crashes} crashes, {faults.Others} other faults"
        + (brokers == null ? "" : $", {rebalances} rebalances, {brokers.Fenced} fenced");

    public void Run()
    {
        // What awaits goes on in the turn that lets it, in this thread.
        SynchronizationContext.SetSynchronizationContext(null);
        int steps = 0;
        while (!sender.IsDone)
        {
            Assert.True(++steps < MostSteps, "the sender does not come to its end");
            try
            {
                Step();
            }
            catch (SimulatedCrashException)
            {
                // At scale only collectors crash on their own account: tasks live, or don't, in other processes.
                Crash(mayOutlive: true);
            }
        }
        // From here on nothing fails.
        faults.AreOn = false;
        if (random.Next(2) == 0)
        {
            Crash(mayOutlive: false);
        }
        Settle();
    }

    private ISimulatedService Begin() =>
        brokers == null
            ? new SimulatedProcess(log, snapshots, options, time, random)
            : new SimulatedCluster(log, brokers, options, time, faults, random);

    private void Step()
    {
        service ??= Begin();
        switch (random.Next(20))
        {
            case 0 or 1 or 2:
                sender.Send();
                break;
            case 3 or 4 or 5:
                sender.Deliver(service);
                break;
            case 6 or 7:
                log.Commit();
                break;
            case 8:
                service.WorkspaceTurn();
                break;
            case 9 when random.Next(3) == 0:
                service.ErasureTurn();
                break;
            case 10 or 11:
                time.Advance(TimeSpan.FromMilliseconds(random.Next(1, 100)));
                break;
            case 12:
                client.Look(service.Views, Workspaces[random.Next(Workspaces.Length)], atAll: false);
                break;
            case 13 when random.Next(3) == 0:
                faults.PlanCrash();
                break;
            case 13 when random.Next(20) == 0:
                service.Close();
                Crash(mayOutlive: false);
                break;
            case 14 when service is SimulatedCluster cluster && random.Next(2) == 0:
                rebalances++;
                cluster.Rebalance();
                break;
            default:
                service.VisitorTurn(random.Next(service.Partitions));
                break;
        }
        sender.TakeAnswers();
        service?.TakeErasures();
    }

    private void Crash(bool mayOutlive)
    {
        log.Crash();
        sender.Crash();
        if (mayOutlive && service is SimulatedCluster && random.Next(4) != 0)
        {
            return;
        }
        service?.Dispose();
        service = null;
        client.Disconnect();
    }

    /// <summary>Everything takes its turns until the views are right; fails with what is wrong after the last of them.</summary>
    private void Settle()
    {
        service ??= Begin();
        string difference = "";
        for (int turn = 1; turn <= MostTurns; turn++)
        {
            time.Advance(TimeSpan.FromMilliseconds(150));
            for (int partition = 0; partition < service.Partitions; partition++)
            {
                while (service.VisitorTurn(partition)) { }
            }
            service.WorkspaceTurn();
            service.ErasureTurn();
            log.Commit();
            // Now and then, and at the end: comparing takes longer than all the rest.
            if (turn % 20 == 0)
            {
                difference = Difference() + StillNamed();
                if (difference.Length == 0)
                {
                    brokers?.CheckSetAside();
                    return;
                }
            }
        }
        Assert.Fail(difference);
    }

    /// <summary>Who was erased and is still to be found; at scale not in the log, which only a copy takes them out of.</summary>
    private string StillNamed()
    {
        foreach ((string workspace, string visitor) in sender.Erased)
        {
            string where =
                brokers == null && log.Names(workspace, visitor) ? "the log"
                : snapshots.Has(visitor) ? "a snapshot"
                : IsShown(workspace, visitor) ? "a view"
                : "";
            if (where.Length > 0)
            {
                return $"workspace {workspace}: {where} still names {visitor}, who was erased";
            }
        }
        return "";
    }

    private bool IsShown(string workspace, string visitor) =>
        PublishedViews
            .Campaigns(service!.Views, workspace)
            .Select(campaign => client.Figures(new ViewKey(workspace, campaign, "overview")))
            .Any(figures =>
                figures != null && figures.ToJsonString().Contains($"\"actor\":\"{visitor}\"", StringComparison.Ordinal)
            );

    private string Difference()
    {
        foreach (string workspace in Workspaces)
        {
            client.Look(service!.Views, workspace, atAll: true);
            JsonObject? customers = service.Views.Get(ViewKey.OfWorkspace(workspace, "value")) is { } value
                ? SimulatedClient.Whole(value)
                : null;
            if (customers is null && expected.Value[workspace].Count > 0)
            {
                return $"workspace {workspace}: no view tells of its customers";
            }
            foreach ((string campaign, Dictionary<string, double?> figures) in expected.Value[workspace])
            {
                JsonObject? Shown(string view) => client.Figures(new ViewKey(workspace, campaign, view));
                JsonObject? Newest(string view) =>
                    service!.Views.Get(new ViewKey(workspace, campaign, view)) is { } newest
                        ? SimulatedClient.Whole(newest)
                        : null;
                JsonObject? NewestOfAll(string view) =>
                    service!.Views.Get(ViewKey.OfWorkspace(workspace, view)) is { } newest
                        ? SimulatedClient.Whole(newest)
                        : null;
                string difference = ViewFigures.Difference(
                    figures,
                    Shown("overview"),
                    Shown("creators"),
                    Shown("content"),
                    Newest("audience"),
                    Newest("paths"),
                    Newest("attribution"),
                    Newest("site"),
                    Newest("overlap"),
                    Newest("emv"),
                    customers,
                    Newest("orders"),
                    NewestOfAll("looseOrders"),
                    Newest("codes"),
                    NewestOfAll("portfolio")
                );
                if (difference.Length > 0)
                {
                    return $"workspace {workspace}, campaign {campaign}:\n{difference}";
                }
                // What its publications brought is estimated: tests of its own look at the numbers.
                if (Newest("probable") is null)
                {
                    return $"workspace {workspace}, campaign {campaign}: no view says what was probably brought";
                }
                foreach (string view in (ReadOnlySpan<string>)["overview", "creators", "content"])
                {
                    JsonObject whole = SimulatedClient.Whole(
                        service!.Views.Get(new ViewKey(workspace, campaign, view))!
                    );
                    if (!JsonNode.DeepEquals(whole, Shown(view)))
                    {
                        return $"workspace {workspace}, campaign {campaign}: the client's {view} is not the newest";
                    }
                }
                // What the client shows is the newest, as just seen.
                string grouped = GroupedContent.Difference(Shown("content")!, Newest("platforms")!);
                if (grouped.Length > 0)
                {
                    return $"workspace {workspace}, campaign {campaign}:\n{grouped}";
                }
                string counted = CounterFigures.Difference(
                    counters[workspace].GetValueOrDefault(campaign) ?? [],
                    Newest("cases")!,
                    Shown("overview")!,
                    Shown("content")!
                );
                if (counted.Length > 0)
                {
                    return $"workspace {workspace}, campaign {campaign}:\n{counted}";
                }
            }
        }
        return "";
    }
}
