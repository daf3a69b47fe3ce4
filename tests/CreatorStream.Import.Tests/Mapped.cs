using System.Text;

namespace CreatorStream.Import.Tests;

/// <summary>Maps texts without files or network.</summary>
internal static class Mapped
{
    public static Mapping Parse(string yaml) => MappingFile.Parse("test.yaml", new StringReader(yaml));

    /// <summary>The events as lines, and what was refused as <c>line field: reason</c>.</summary>
    public static (string[] Events, string[] Refused) Run(string yaml, string text) => Run(Parse(yaml), text);

    public static (string[] Events, string[] Refused) Run(Mapping mapping, string text) =>
        Run(mapping, Encoding.UTF8.GetBytes(text));

    public static (string[] Events, string[] Refused) Run(Mapping? mapping, byte[] text)
    {
        using var scratch = new Scratch();
        var sink = new MemorySink();
        var refused = new List<string>();
        Read(scratch.Write("rows", text), mapping, sink, refused).GetAwaiter().GetResult();
        return ([.. sink.Lines], [.. refused]);
    }

    /// <summary>A mapping of CSV with columns id and x, with one more line for the field under test.</summary>
    public static string With(string field) =>
        $$"""
            events:
              - id: { column: id }
                type: click
                time: 2026-01-02T03:04:05Z
                visitor: v
                {{field}}
            """;

    private static async Task Read(string path, Mapping? mapping, MemorySink sink, List<string> refused)
    {
        using var file = InputFile.Open(path);
        using var events = new FileEvents(mapping, (line, field, reason) => refused.Add($"{line} {field}: {reason}"));
        await using var sender = new BatchSender(sink, _ => { }, (_, _) => { }, CancellationToken.None, inFlight: 1);
        try
        {
            await events.Read(file, sender, CancellationToken.None);
        }
        finally
        {
            await sender.Complete();
        }
    }
}
