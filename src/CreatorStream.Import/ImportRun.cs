namespace CreatorStream.Import;

/// <summary>What an import did. Accepted counts repeats of events that were there already.</summary>
/// <param name="Rows">Rows read.</param>
/// <param name="Skipped">Rows that the mapping skips.</param>
/// <param name="Accepted">Events that the sink took.</param>
/// <param name="Rejected">Rows and events that were not taken; each is in the report.</param>
public readonly record struct ImportCounts(long Rows, long Skipped, long Accepted, long Rejected);

/// <summary>Sends the events of files to a sink and lists in the report what was not taken.</summary>
internal sealed class ImportRun : IDisposable
{
    private readonly IEventSink sink;
    private readonly RejectedReport report;
    private readonly Meter meter;
    private readonly FileEvents events;
    private string name = "";
    private long accepted;
    private long rejected;

    public ImportRun(IEventSink sink, Mapping? mapping, RejectedReport report, Meter meter)
    {
        this.sink = sink;
        this.report = report;
        this.meter = meter;
        events = new FileEvents(mapping, Reject, fraction => meter.Fraction = fraction);
    }

    public ImportCounts Counts =>
        new(events.Rows, events.Skipped, Interlocked.Read(ref accepted), Interlocked.Read(ref rejected));

    /// <summary>Returns when everything of the file that can be taken is durable in the sink.</summary>
    /// <exception cref="InputException">The file can't be read to its end; what came before has been sent.</exception>
    /// <exception cref="SinkException">The sink does not take it.</exception>
    public async Task Import(string path, CancellationToken ct)
    {
        name = Path.GetFileName(path);
        InputException? broken = null;
        using var file = InputFile.Open(path);
        meter.Fraction = 0;
        await using var sender = new BatchSender(
            sink,
            Accept,
            (line, rejection) => Reject(line, rejection.Field, rejection.Reason),
            ct
        );
        try
        {
            await events.Read(file, sender, ct);
        }
        catch (InputException e)
        {
            // What could be read is worth having, and a second import of the mended file repeats it without harm.
            broken = new InputException($"{name}: {e.Message}", e);
        }
        await sender.Complete();
        meter.Fraction = 1;
        if (broken is not null)
        {
            throw broken;
        }
    }

    public void Dispose() => events.Dispose();

    private void Accept(int events)
    {
        Interlocked.Add(ref accepted, events);
        meter.Add(events);
    }

    private void Reject(long line, string field, string reason)
    {
        Interlocked.Increment(ref rejected);
        report.Add(name, line, field, reason);
    }
}
