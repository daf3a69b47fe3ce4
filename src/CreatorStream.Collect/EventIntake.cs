using System.Text;
using CreatorStream.Events;
using CreatorStream.Pipeline.Callers;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Erasures;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Collect;

/// <summary>
/// Parses one body into a batch per partition and encodes them for the log. Reused from request to request; one at a
/// time.
/// </summary>
public sealed class EventIntake
{
    public const int MostEvents = 10_000;

    private readonly EventParser parser = new();
    private readonly EventBatch[] batches;
    private readonly byte[][] buffers;
    private readonly byte[] workspace = new byte[256];
    private readonly Action<EventRow> accept;
    private readonly ErasedVisitors erased;
    private EventEraser? eraser;
    private Principal sender = Principal.Stranger;
    private int workspaceLength = -1;

    public EventIntake(int partitions, ErasedVisitors erased)
    {
        this.erased = erased;
        batches = [.. Enumerable.Range(0, partitions).Select(_ => new EventBatch())];
        buffers = [.. Enumerable.Range(0, partitions).Select(_ => Array.Empty<byte>())];
        accept = Accept;
    }

    /// <summary>Events taken from the last body.</summary>
    public int Accepted { get; private set; }

    public List<Rejection> Rejections { get; } = [];

    /// <summary>Records for the log; valid until the next body.</summary>
    public List<LogAppend> Records { get; } = [];

    /// <param name="from">Who sends it; each event is stamped with its way.</param>
    /// <exception cref="RefusedException">More than <see cref="MostEvents"/> events, or a workspace out of reach.</exception>
    public void Read(Principal from, ReadOnlyMemory<byte> body, bool isLines, long nowMicros)
    {
        sender = from;
        Accepted = 0;
        Rejections.Clear();
        Records.Clear();
        workspaceLength = -1;
        foreach (EventBatch batch in batches)
        {
            batch.Clear();
        }
        int count = isLines ? ReadLines(body, nowMicros) : ReadJson(body, nowMicros);
        if (count > MostEvents)
        {
            throw new RefusedException(413, $"More than {MostEvents} events: send them in parts. Nothing was taken.");
        }
        for (int partition = 0; partition < batches.Length; partition++)
        {
            if (batches[partition].Count > 0)
            {
                EventBatch batch = WithoutErased(batches[partition]);
                int length = EventBatchCodec.Encode(batch, ref buffers[partition]);
                Records.Add(
                    new LogAppend(LogStream.Events, partition, buffers[partition].AsMemory(0, length), batch.Count)
                );
            }
        }
    }

    /// <summary>Who was erased stays so, whatever is sent later: an old file again, or the same browser.</summary>
    private EventBatch WithoutErased(EventBatch batch) =>
        erased.IsEmpty ? batch : (eraser ??= new EventEraser(erased)).Erase(batch);

    private int ReadJson(ReadOnlyMemory<byte> body, long nowMicros)
    {
        if (body.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            Rejections.Add(new Rejection(0, "", "the body is empty"));
            return 0;
        }
        try
        {
            parser.ParseJson(body, MostEvents, nowMicros, accept, Rejections);
        }
        catch (MalformedBodyException error)
        {
            // An array that breaks off is no array: what came before is not taken either, so a client can send it again.
            Accepted = 0;
            Rejections.Clear();
            Rejections.Add(new Rejection(Math.Max(0, error.Index - 1), "", error.Message));
            foreach (EventBatch batch in batches)
            {
                batch.Clear();
            }
        }
        return parser.Count;
    }

    private int ReadLines(ReadOnlyMemory<byte> body, long nowMicros)
    {
        int index = 0;
        while (!body.IsEmpty && index <= MostEvents)
        {
            int end = body.Span.IndexOf((byte)'\n');
            ReadOnlyMemory<byte> line = end < 0 ? body : body[..end];
            body = end < 0 ? default : body[(end + 1)..];
            if (!line.Span.Trim(" \t\r"u8).IsEmpty)
            {
                parser.ParseLine(line.Span, index, nowMicros, accept, Rejections);
                index++;
            }
        }
        if (index == 0)
        {
            Rejections.Add(new Rejection(0, "", "the body is empty"));
        }
        return index;
    }

    private void Accept(EventRow row)
    {
        ReadOnlySpan<byte> of = row.Bytes(EventField.Workspace);
        if (workspaceLength < 0)
        {
            string name = of.IsEmpty ? Subject.DefaultWorkspace : Encoding.UTF8.GetString(of);
            if (!sender.Reaches(name))
            {
                throw new RefusedException(403, $"The key may not reach the workspace {name}. Nothing was taken.");
            }
            of.CopyTo(workspace);
            workspaceLength = of.Length;
        }
        else if (!of.SequenceEqual(workspace.AsSpan(0, workspaceLength)))
        {
            Rejections.Add(
                new Rejection(
                    parser.Count - 1,
                    "workspace",
                    "is not that of the request's first event: send one workspace a request"
                )
            );
            return;
        }
        if (!row.Has(EventField.Visitor))
        {
            // What only the log itself may say.
            Rejections.Add(new Rejection(parser.Count - 1, EventField.Visitor.JsonName(), "is missing"));
            return;
        }
        if (!row.Type.IsTouch() && !MaySell(row.Type))
        {
            return;
        }
        row.Set(EventField.Via, sender.ViaBytes.Span);
        batches[Partitioner.PartitionOf(row.Bytes(EventField.Visitor), batches.Length)].Append(row);
        Accepted++;
    }

    /// <summary>Strangers may claim conversions, never take one back; a key needs the right to either.</summary>
    private bool MaySell(EventType type)
    {
        string? reason = sender.IsAnonymous
            ? type == EventType.Refund
                ? "is a refund: only a key with the right sell may send it"
                : null
            : sender.Has(Rights.Sell)
                ? null
                : "is an order or refund: the key needs the right sell";
        if (reason != null)
        {
            Rejections.Add(new Rejection(parser.Count - 1, "type", reason));
        }
        return reason == null;
    }
}
