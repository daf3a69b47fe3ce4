using System.CommandLine;
using CreatorStream.Host.Import;
using CreatorStream.Host.Simulation;

var root = new RootCommand("CreatorStream");
DirectorySinkFactory none = t => throw new UsageException("no folder yet");
root.Add(ImportCommand.Create(none, TimeProvider.System));
root.Add(ReplayCommand.Create(none, TimeProvider.System));
root.Add(GenerateCommand.Create(TimeProvider.System));
var bench = new Command("bench", "Measurements");
bench.Add(CreatorStream.Host.Bench.CollectBenchCommand.Create(TimeProvider.System));
root.Add(bench);
return await root.Parse(args).InvokeAsync();
