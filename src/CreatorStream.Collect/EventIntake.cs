using System.Text;
using CreatorStream.Events;
using CreatorStream.Pipeline.Callers;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Erasures;

namespace CreatorStream.Collect;

/// <summary>Parses one body into events by partition. Reused from request to request; one at a time.</summary>
internal sealed class EventIntake
{
    public const int MostEvents = 10_000;

    /// <summary>Shorter than any window that is shown: what happened before moves no live figure.</summary>
    private const long LiveMicros = 15 * 60 * 1_000_000L;

    private readonly EventParser parser = new();
    private readonly byte[] workspace = new byte[256];
    private readonly Action<EventRow> accept;
    private Principal sender = Principal.Stranger;
    private int workspaceLength = -1;
    private long liveSince;
    private int past;

    public EventIntake(int partitions, ErasedVisitors erased)
    {
        Events = new PartitionedEvents(partitions, erased);
        accept = Accept;
    }

    /// <summary>Those taken from the last body; valid until the next.</summary>
    public PartitionedEvents Events { get; }

    /// <summary>How many they are.</summary>
    public int Accepted { get; private set; }

    /// <summary>Most of them are of the past: somebody brings in what happened before.</summary>
    public bool IsPast => past > Accepted / 2;

    public List<Rejection> Rejections { get; } = [];

    public CollectResult Result => new(Accepted, [.. Rejections]);

    /// <param name="from">Who sends it; each event is stamped with its way.</param>
    /// <exception cref="RefusedException">More than <see cref="MostEvents"/> events, or a workspace out of reach.</exception>
    public void Read(Principal from, ReadOnlyMemory<byte> body, bool isLines, long nowMicros)
    {
        Start(from, nowMicros);
        int count = isLines ? ReadLines(body, nowMicros) : ReadJson(body, nowMicros);
        if (count > MostEvents)
        {
            throw new RefusedException(413, $"More than {MostEvents} events: send them in parts. Nothing was taken.");
        }
    }

    /// <summary>Takes one event of which there is no body.</summary>
    /// <param name="fill">Gives the form what the event says.</param>
    /// <exception cref="RefusedException">A workspace out of reach.</exception>
    public void Read<TState>(Principal from, TState state, Action<EventForm, TState> fill, long nowMicros)
    {
        Start(from, nowMicros);
        parser.ParseForm(state, fill, nowMicros, accept, Rejections);
    }

    private void Start(Principal from, long nowMicros)
    {
        sender = from;
        liveSince = nowMicros - LiveMicros;
        past = 0;
        Accepted = 0;
        Rejections.Clear();
        workspaceLength = -1;
        Events.Clear();
    }

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
            past = 0;
            Rejections.Clear();
            Rejections.Add(new Rejection(Math.Max(0, error.Index - 1), "", error.Message));
            Events.Clear();
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
                throw RefusedException.OutOfReach(name);
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
        if (!MaySend(row.Type))
        {
            return;
        }
        row.Set(EventField.Via, sender.ViaBytes.Span);
        Events.Append(row);
        Accepted++;
        past += row.TimeMicros < liveSince ? 1 : 0;
    }

    /// <summary>Strangers may claim conversions, never take one back; a key needs the right to either.</summary>
    private bool MaySend(EventType type)
    {
        string? reason = sender.IsAnonymous
            ? type == EventType.Refund
                ? "is a refund: only a key with the right sell may send it"
                : null
            : (type.IsTouch(), sender.Has(Rights.Collect), sender.Has(Rights.Sell)) switch
            {
                (true, false, _) => "is a touch: the key needs the right collect",
                (false, _, false) => "is an order or refund: the key needs the right sell",
                _ => null,
            };
        if (reason != null)
        {
            Rejections.Add(new Rejection(parser.Count - 1, "type", reason));
        }
        return reason == null;
    }
}
