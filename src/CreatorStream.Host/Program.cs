using System.CommandLine;
using CreatorStream.Host.Import;
using CreatorStream.Host.Simulation;

var root = new RootCommand("CreatorStream");
DirectorySinkFactory none = t => throw new UsageException("no folder yet");
root.Add(ImportCommand.Create(none, TimeProvider.System));
root.Add(ReplayCommand.Create(none, TimeProvider.System));
root.Add(GenerateCommand.Create(TimeProvider.System));
return await root.Parse(args).InvokeAsync();
