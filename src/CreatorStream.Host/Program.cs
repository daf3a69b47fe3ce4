using System.CommandLine;
using CreatorStream.Host.Configuration;
using CreatorStream.Host.Running;

var root = new RootCommand("CreatorStream: live measurement of creator campaigns")
{
    ServeCommand.Create(),
    CheckConfigCommand.Create(),
};
ParseResult parsed = root.Parse(args);
int exitCode = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(15) });
return parsed.Errors.Count > 0 ? 2 : exitCode;
