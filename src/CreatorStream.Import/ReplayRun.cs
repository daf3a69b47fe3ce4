using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CreatorStream.Import;

/// <summary>
/// The events of a file in the order of their times, sent again with the original pauses, some times faster. The file
/// is held in memory, about 300 bytes an event.
/// </summary>
internal sealed class ReplayRun
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly List<(DateTime Time, ReadOnlyMemory<byte> Json, long Line)> events = [];

    public int Count => events.Count;

    /// <summary>From the first event's time to the last's.</summary>
    public TimeSpan Span => Count == 0 ? TimeSpan.Zero : events[^1].Time - events[0].Time;

    /// <summary>Reads a file; what can't be used goes to the report.</summary>
    /// <exception cref="InputException">The file can't be read to its end.</exception>
    public static async Task<ReplayRun> Load(string path, Mapping? mapping, RejectedReport report, CancellationToken ct)
    {
        var run = new ReplayRun();
        string name = Path.GetFileName(path);
        void Reject(long line, string field, string reason) => report.Add(name, line, field, reason);
        using var file = InputFile.Open(path);
        using var events = new FileEvents(mapping, Reject);
        await events.Read(file, new Collector(run.events, Reject), ct);
        // By time, then as they come in the file: List.Sort alone would mix equal ones up.
        run.events.Sort((a, b) => a.Time != b.Time ? a.Time.CompareTo(b.Time) : a.Line.CompareTo(b.Line));
        return run;
    }

    /// <param name="sender">Takes the events.</param>
    /// <param name="speed">Times faster than it was.</param>
    /// <param name="shift">Give every event the time at which it is sent: the first is now.</param>
    /// <param name="time">Paces the replay.</param>
    /// <param name="ct">Stops it.</param>
    public async Task Play(BatchSender sender, double speed, bool shift, TimeProvider time, CancellationToken ct)
    {
        if (Count == 0)
        {
            return;
        }

        DateTime first = events[0].Time;
        DateTime now = time.GetUtcNow().UtcDateTime;
        long started = time.GetTimestamp();
        for (int i = 0; i < Count; )
        {
            DateTime reached = first + time.GetElapsedTime(started) * speed;
            bool any = false;
            for (; i < Count && events[i].Time <= reached; i++)
            {
                (DateTime _, ReadOnlyMemory<byte> json, long line) = events[i];
                if (shift)
                {
                    Shifted(json.Span, now + (events[i].Time - first) / speed, sender.Event);
                }
                else
                {
                    sender.Event.Write(json.Span);
                }

                await sender.Commit(line);
                any = true;
            }
            if (any)
            {
                await sender.Flush();
            }

            if (i == Count)
            {
                break;
            }

            TimeSpan wait = (events[i].Time - first) / speed - time.GetElapsedTime(started);
            await Task.Delay(wait > Tick ? wait : Tick, time, ct);
        }
    }

    /// <summary>The event with another time; nothing else of its bytes changes.</summary>
    private static void Shifted(ReadOnlySpan<byte> json, DateTime to, IBufferWriter<byte> into)
    {
        (int start, int end) = FindTime(json);
        into.Write(json[..start]);
        into.Write(
            Encoding.ASCII.GetBytes(to.ToString("'\"'yyyy-MM-dd'T'HH:mm:ss.fff'Z\"'", CultureInfo.InvariantCulture))
        );
        into.Write(json[end..]);
    }

    /// <summary>Where the value of the outermost <c>time</c> stands, quotes included.</summary>
    private static (int Start, int End) FindTime(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool found = reader.ValueTextEquals("time"u8);
                reader.Read();
                if (found && reader.TokenType == JsonTokenType.String)
                {
                    return ((int)reader.TokenStartIndex, (int)reader.BytesConsumed);
                }

                reader.Skip();
            }
        }

        throw new JsonException("no time");
    }

    /// <summary>Keeps events in memory.</summary>
    private sealed class Collector(
        List<(DateTime, ReadOnlyMemory<byte>, long)> events,
        Action<long, string, string> rejected
    ) : IEventWriter
    {
        private readonly ArrayBufferWriter<byte> buffer = new(1 << 10);

        public IBufferWriter<byte> Event => buffer;

        public ValueTask Commit(long line)
        {
            byte[] json = buffer.WrittenSpan.ToArray();
            buffer.ResetWrittenCount();
            try
            {
                (int start, int end) = FindTime(json);
                string text = Encoding.UTF8.GetString(json.AsSpan()[(start + 1)..(end - 1)]);
                const DateTimeStyles Styles = DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal;
                events.Add((DateTime.Parse(text, CultureInfo.InvariantCulture, Styles), json, line));
            }
            catch (Exception e) when (e is JsonException or FormatException)
            {
                rejected(line, "time", "no usable time");
            }
            return ValueTask.CompletedTask;
        }

        public void Rollback() => buffer.ResetWrittenCount();
    }
}
