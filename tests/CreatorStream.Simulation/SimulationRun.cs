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

    /// <summary>Turns of every task, 150 ms each, after which everything must be shown: 9 s.</summary>
    private const int MostTurns = 60;

    private static readonly string[] Workspaces = ["default", "other"];

    private readonly Random random;
    private readonly Faults faults;
    private readonly World world;
    private readonly SimulatedTime time = new(World.Start.AddDays(World.Days));
    private readonly SimulatedLog log;
    private readonly SimulatedSnapshots snapshots;
    private readonly EngineOptions options;
    private readonly Sender sender;
    private readonly SimulatedClient client;
    private SimulatedProcess? process;

    public SimulationRun(int seed)
    {
        random = new Random(seed);
        world = World.Generate(seed);
        faults = new Faults(random);
        log = new SimulatedLog(random.Next(1, 5), faults, time);
        snapshots = new SimulatedSnapshots(faults);
        options = new EngineOptions
        {
            SnapshotInterval = TimeSpan.FromMilliseconds(random.Next(200, 10_000)),
            FingerprintsInTable = 1 << random.Next(4, 12),
        };
        sender = new Sender(world, random, faults);
        client = new SimulatedClient(random);
    }

    public override string ToString() =>
        $"{log.Partitions} partitions, {faults.Crashes} crashes, {faults.Others} other faults";

    public void Run()
    {
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
                Crash();
            }
        }
        // From here on nothing fails.
        faults.AreOn = false;
        if (random.Next(2) == 0)
        {
            Crash();
        }
        Settle();
    }

    private void Step()
    {
        process ??= new SimulatedProcess(log, snapshots, options, time, random);
        switch (random.Next(20))
        {
            case 0 or 1 or 2:
                sender.Send();
                break;
            case 3 or 4 or 5:
                sender.Deliver(process);
                break;
            case 6 or 7:
                log.Commit();
                break;
            case 8:
                process.WorkspaceTurn();
                break;
            case 10 or 11:
                time.Advance(TimeSpan.FromMilliseconds(random.Next(1, 100)));
                break;
            case 12:
                client.Look(process.Views, Workspaces[random.Next(Workspaces.Length)], atAll: false);
                break;
            case 13 when random.Next(3) == 0:
                faults.PlanCrash();
                break;
            case 13 when random.Next(20) == 0:
                process.Close();
                Crash();
                break;
            default:
                process.VisitorTurn(random.Next(process.Partitions));
                break;
        }
        sender.TakeAnswers();
    }

    private void Crash()
    {
        process?.Dispose();
        process = null;
        log.Crash();
        sender.Crash();
        client.Disconnect();
    }

    /// <summary>Everything takes its turns until the views are right; fails with what is wrong after the last of them.</summary>
    private void Settle()
    {
        process ??= new SimulatedProcess(log, snapshots, options, time, random);
        string difference = "";
        for (int turn = 1; turn <= MostTurns; turn++)
        {
            time.Advance(TimeSpan.FromMilliseconds(150));
            for (int partition = 0; partition < process.Partitions; partition++)
            {
                while (process.VisitorTurn(partition)) { }
            }
            process.WorkspaceTurn();
            // Now and then, and at the end: comparing takes longer than all the rest.
            if (turn % 20 == 0)
            {
                difference = Difference();
                if (difference.Length == 0)
                {
                    return;
                }
            }
        }
        Assert.Fail(difference);
    }

    private string Difference()
    {
        foreach (string workspace in Workspaces)
        {
            client.Look(process!.Views, workspace, atAll: true);
            var expected = BatchOracle.Figures(world.Catalog, world.Events, workspace);
            foreach ((string campaign, SortedDictionary<string, double?> figures) in expected)
            {
                JsonObject? Shown(string view) => client.Figures(new ViewKey(workspace, campaign, view));
                string difference = ViewFigures.Difference(
                    figures,
                    Shown(ViewNames.Overview),
                    Shown(ViewNames.Creators),
                    Shown(ViewNames.Content)
                );
                if (difference.Length > 0)
                {
                    return $"workspace {workspace}, campaign {campaign}:\n{difference}";
                }
                foreach (
                    string view in (ReadOnlySpan<string>)[ViewNames.Overview, ViewNames.Creators, ViewNames.Content]
                )
                {
                    JsonObject whole = SimulatedClient.Whole(
                        process!.Views.Get(new ViewKey(workspace, campaign, view))!
                    );
                    if (!JsonNode.DeepEquals(whole, Shown(view)))
                    {
                        return $"workspace {workspace}, campaign {campaign}: the client's {view} is not the newest";
                    }
                }
            }
        }
        return "";
    }
}
