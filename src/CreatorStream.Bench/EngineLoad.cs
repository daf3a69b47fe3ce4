using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using CreatorStream.Events;
using CreatorStream.Pipeline.Visitors;

namespace CreatorStream.Bench;

/// <summary>Whom and what the events of an engine bench concern.</summary>
/// <param name="Visitors">At most 100,000,000; each event is of one of them at random.</param>
/// <param name="Contents">Spread evenly over 20 campaigns of 10 creators each.</param>
/// <param name="OnOneCampaign">The share of events that go to the first campaign, besides its even share of the others.</param>
internal sealed record EngineMix(int Visitors = 1_000_000, int Contents = 1_000, double OnOneCampaign = 0);

/// <summary>
/// Events in memory as columns, without end, the same for the same seed: records as a log would hold them, made once
/// through the parser and patched in place, so that each event is distinct and time goes on. 80 % impressions, 8 % clicks,
/// 4 % visits, 7 % engagements, 1 % purchases; one row in ten is up to 2 s late, one in a hundred repeats another.
/// </summary>
internal sealed class EngineLoad
{
    /// <summary>Events in a batch.</summary>
    public const int Rows = 4_096;

    /// <summary>Events in a second of their own time: 80,000/s for four partitions.</summary>
    public const int PerSecond = 20_000;

    private const int Campaigns = 20;
    private const int Creators = 200;
    private const int Digits = 8;

    // Patched over and over: so many that nearly all content items occur.
    private const int LeastRecords = 16;
    private const int RowsPerContent = 3;

    private static readonly string[] Platforms = ["instagram", "youtube", "tiktok", "facebook", "x", "blog", "podcast"];
    private static readonly string[] Actions = ["like", "comment", "share", "save"];
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);
    private static readonly long StartMicros = Start.ToUnixTimeMilliseconds() * 1000;

    private readonly EngineMix mix;
    private readonly Record[] records;
    private uint visitor;
    private int next;

    public EngineLoad(EngineMix mix, int seed)
    {
        this.mix = mix;
        var random = new Random(seed);
        int records = Math.Max(LeastRecords, mix.Contents * RowsPerContent / Rows);
        this.records = [.. Enumerable.Range(0, records).Select(_ => MakeRecord(random))];
        visitor = (uint)random.Next();
    }

    /// <summary>Rows in a batch that repeat another.</summary>
    public static int Repeats => Enumerable.Range(0, Rows).Count(IsRepeat);

    /// <summary>Puts the next events into a batch. What contributions need besides is not done yet.</summary>
    public void Next(FactBatch batch)
    {
        Record record = records[next % records.Length];
        long first = (long)next * Rows;
        long startMicros = StartMicros + first * 1_000_000 / PerSecond;
        Span<long> times = MemoryMarshal.Cast<byte, long>(record.Bytes.AsSpan(record.TimesAt, Rows * sizeof(long)));
        for (int row = 0; row < Rows; row++)
        {
            times[row] = startMicros + record.MicrosAfter[row];
            if (IsRepeat(row))
            {
                continue;
            }

            Write(record.Bytes.AsSpan(record.IdsAt[row], Digits), (uint)(first + row));
            // A full period over all 32 bits: no visitor is faster than a person.
            this.visitor = this.visitor * 1_664_525 + 1_013_904_223;
            uint visitor = (uint)((ulong)this.visitor * (uint)mix.Visitors >> 32);
            Write(record.Bytes.AsSpan(record.VisitorsAt[row], Digits), visitor);
        }
        EventBatchCodec.Decode(record.Bytes, batch.Events);
        batch.AppendedToFill().Fill(startMicros);
        next++;
    }

    private static bool IsRepeat(int row) => row % 100 == 99;

    private Record MakeRecord(Random random)
    {
        var parser = new EventParser();
        var batch = new EventBatch();
        List<Rejection> rejections = [];
        long[] microsAfter = new long[Rows];
        string[] lines = new string[Rows];
        for (int row = 0; row < Rows; row++)
        {
            microsAfter[row] = row * 1_000_000L / PerSecond - (random.Next(10) == 0 ? random.Next(2_000_000) : 0);
            lines[row] = Line(row, random);
            if (IsRepeat(row))
            {
                (lines[row], microsAfter[row]) = (lines[row - 50], microsAfter[row - 50]);
            }

            parser.ParseLine(Encoding.ASCII.GetBytes(lines[row]), row, StartMicros, batch.Append, rejections);
        }
        if (rejections.Count > 0)
        {
            throw new InvalidOperationException($"{lines[rejections[0].Index]}: {rejections[0].Reason}");
        }

        byte[] bytes = [];
        Array.Resize(ref bytes, EventBatchCodec.Encode(batch, ref bytes));
        ReadOnlySpan<byte> times = MemoryMarshal.AsBytes(batch.TimesMicros);
        return new(bytes, bytes.AsSpan().IndexOf(times), At(bytes, 'e'), At(bytes, 'v'), microsAfter);
    }

    /// <summary>Where the digits of each row's id or visitor are, which are its row so far.</summary>
    private static int[] At(byte[] bytes, char prefix)
    {
        int[] at = new int[Rows];
        int from = 0;
        for (int row = 0; row < Rows; row++)
        {
            if (IsRepeat(row))
            {
                continue;
            }

            byte[] text = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{prefix}-{row:D8}"));
            from += bytes.AsSpan(from).IndexOf(text);
            at[row] = from + 2;
        }
        return at;
    }

    private string Line(int row, Random random)
    {
        bool first = random.NextDouble() < mix.OnOneCampaign;
        int content = random.Next(first ? Math.Max(1, mix.Contents / Campaigns) : mix.Contents);
        int campaign = (int)((long)content * Campaigns / mix.Contents);
        int creator = (int)((long)content * Creators / mix.Contents);
        string more = random.Next(100) switch
        {
            < 80 => "\"type\":\"impression\"",
            < 88 => "\"type\":\"click\"",
            < 92 => string.Create(
                CultureInfo.InvariantCulture,
                $"\"type\":\"visit\",\"seconds\":{random.Next(60_000) / 1000m}"
            ),
            < 99 => $"\"type\":\"engagement\",\"action\":\"{Actions[random.Next(4)]}\"",
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"\"type\":\"purchase\",\"value\":{random.Next(500, 20_500) / 100m},\"currency\":\"EUR\""
            ),
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"id\":\"e-{row:D8}\",\"visitor\":\"v-{row:D8}\",{more},\"time\":\"{Start:yyyy-MM-ddTHH:mm:ssZ}\",\"campaign\":\"camp-{campaign}\",\"creator\":\"creator-{creator}\",\"content\":\"post-{content}\",\"platform\":\"{Platforms[content % Platforms.Length]}\",\"agent\":\"Mozilla/5.0 (browser {random.Next(20)})\"}}"
        );
    }

    private static void Write(Span<byte> into, uint number)
    {
        for (int i = into.Length - 1; i >= 0; i--, number /= 10)
        {
            into[i] = (byte)('0' + number % 10);
        }
    }

    private sealed record Record(byte[] Bytes, int TimesAt, int[] IdsAt, int[] VisitorsAt, long[] MicrosAfter);
}
