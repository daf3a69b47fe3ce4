using System.CommandLine;
using CreatorStream.Bench;
using CreatorStream.Bench.Kafka;
using CreatorStream.Bench.Scale;
using CreatorStream.Bench.Screen;
using CreatorStream.Host.Configuration;
using CreatorStream.Host.Erasing;
using CreatorStream.Host.Keys;
using CreatorStream.Host.Running;
using CreatorStream.Host.Topics;
using CreatorStream.Import;
using CreatorStream.Offline.Attribute;
using CreatorStream.Offline.Backtest;
using CreatorStream.Offline.Clv;
using CreatorStream.Offline.Lift;
using CreatorStream.Offline.Vet;
using CreatorStream.Worlds;

TimeProvider time = TimeProvider.System;

// A visitor task keeps a thread busy while there is a backlog; requests must not wait until the pool adds some.
ThreadPool.SetMinThreads(32, 32);
IEventSink OpenFolder(SinkTarget target) => new DirectorySink(target, time);
var bench = new Command("bench", "Measures the service")
{
    CollectBenchCommand.Create(time),
    EngineBenchCommand.Create(time),
    VisitorBenchCommand.Create(time),
    CreditBenchCommand.Create(time),
    ScreenBenchCommand.Create(time),
    CatalogBenchCommand.Create(time),
    WorkspacesBenchCommand.Create(time),
};
bench.Subcommands.Add(RebatchCommand.Create(time));
bench.Subcommands.Add(PeersBenchCommand.Create());
bench.Subcommands.Add(ScaleBenchCommand.Create(time));
foreach (Command job in KafkaBenchCommands.Create(time))
{
    bench.Subcommands.Add(job);
}
var root = new RootCommand("CreatorStream: live measurement of creator campaigns")
{
    DemoCommand.Create(time),
    ServeCommand.Create(time),
    RoleCommands.Collect(time),
    RoleCommands.Process(time),
    TopicsCommand.Create(time),
    DeadLettersCommand.Create(time),
    ImportCommand.Create(OpenFolder, time),
    ReplayCommand.Create(OpenFolder, time),
    GenerateCommand.Create(time),
    AttributeCommand.Create(time),
    ClvCommand.Create(),
    LiftCommand.Create(),
    VetCommand.Create(),
    BacktestCommand.Create(time),
    EraseCommand.Create(OpenFolder, time),
    KeysCommand.Create(time),
    NotifyCommand.Create(time),
    bench,
    CheckConfigCommand.Create(),
};

// Ids and names may begin with @: none of them is a file to read arguments from.
ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });

// What is under way is ended in order. Who runs services mostly kills them 30 s after having told them to end.
int exitCode;
try
{
    exitCode = await parsed.InvokeAsync(
        new InvocationConfiguration
        {
            ProcessTerminationTimeout = TimeSpan.FromSeconds(25),
            EnableDefaultExceptionHandler = false,
        }
    );
}
catch (OperationCanceledException)
{
    return 1;
}
catch (Exception error)
{
    // What commands read and write they answer for themselves. This is their help, on a full disk, or a fault of ours.
    await Console.Error.WriteLineAsync($"creatorstream: {(error is IOException ? error.Message : error.ToString())}");
    return 1;
}
return parsed.Errors.Count > 0 ? 2 : exitCode;
