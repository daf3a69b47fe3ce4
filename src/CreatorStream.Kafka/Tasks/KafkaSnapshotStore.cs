using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Visitors.Snapshots;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Kafka.Tasks;

/// <summary>
/// Snapshots of one visitor task in its partition of the compacted topic snapshots: segments in pieces, and the newest
/// two manifests in two places that take turns. Written by the task's own producer, so that a former owner can neither
/// write nor delete any. Reading copies what is there into a scratch file once, since segments are asked for in any order.
/// </summary>
public sealed class KafkaSnapshotStore : ITaskSnapshots
{
    private const int PieceBytes = 900_000;
    private const int HeaderBytes = 8;

    /// <summary>A transaction has its time: many segments are several of them, the manifest comes with the last.</summary>
    private const long MostUncommitted = 4_000_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly KafkaConnection connection;
    private readonly TopicSpecs topics;
    private readonly int partition;
    private readonly ITaskProducer producer;
    private readonly ILogger logger;
    private readonly FileStream scratch;
    private readonly Dictionary<string, (long At, int Length)> found = [];
    private readonly Dictionary<string, int> piecesOf = [];
    private readonly SortedDictionary<long, SnapshotManifest> manifests = [];
    private bool isRead;
    private long uncommitted = -1;

    /// <param name="scratchFolder">For a file that loses its name as it is made: names of actors are in it.</param>
    public KafkaSnapshotStore(
        KafkaConnection connection,
        TopicSpecs topics,
        int partition,
        ITaskProducer producer,
        string scratchFolder,
        ILogger logger
    )
    {
        this.connection = connection;
        this.topics = topics;
        this.partition = partition;
        this.producer = producer;
        this.logger = logger;
        Directory.CreateDirectory(scratchFolder);
        string path = Path.Combine(scratchFolder, $"snapshots-{partition}-{Guid.NewGuid():N}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 1 << 16,
        };
        if (OperatingSystem.IsWindows())
        {
            options.Options = FileOptions.DeleteOnClose;
            scratch = new FileStream(path, options);
        }
        else
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            scratch = new FileStream(path, options);
            // Now, since a process that is killed closes nothing: what is open lives on, and goes with the process.
            File.Delete(path);
        }
    }

    // In the task's thread, and with its producer, whose transactions are between its ticks'.
    public Task PutAsync(string task, IReadOnlyList<SnapshotSegment> segments)
    {
        EnsureRead();
        foreach (SnapshotSegment segment in segments)
        {
            Put(segment.Name, segment.Content.Span);
        }
        try
        {
            Commit();
        }
        catch (TransactionFailedException error)
        {
            throw Failed(error);
        }
        return Task.CompletedTask;
    }

    private void Put(string name, ReadOnlySpan<byte> content)
    {
        int pieces = Math.Max(1, (content.Length + PieceBytes - 1) / PieceBytes);
        byte[] value = new byte[HeaderBytes + Math.Min(content.Length, PieceBytes)];
        for (int piece = 0; piece < pieces; piece++)
        {
            ReadOnlySpan<byte> part = content[(piece * PieceBytes)..Math.Min(content.Length, (piece + 1) * PieceBytes)];
            BinaryPrimitives.WriteInt32BigEndian(value, piece);
            BinaryPrimitives.WriteInt32BigEndian(value.AsSpan(4), pieces);
            part.CopyTo(value.AsSpan(HeaderBytes));
            Produce(SegmentKey(name, piece), value.AsSpan(0, HeaderBytes + part.Length));
        }
        piecesOf[name] = pieces;
    }

    public Task SaveAsync(string task, SnapshotManifest manifest)
    {
        EnsureRead();
        long number = manifests.Count == 0 ? 1 : manifests.Keys.Last() + 1;
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(manifest);
        byte[] value = new byte[HeaderBytes + json.Length];
        BinaryPrimitives.WriteInt64BigEndian(value, number);
        json.CopyTo(value, HeaderBytes);
        manifests[number] = manifest;
        while (manifests.Count > ISnapshotStore.ManifestsKept)
        {
            manifests.Remove(manifests.Keys.First());
        }
        try
        {
            Begin();
            Produce(Encoding.UTF8.GetBytes($"manifest/{number % ISnapshotStore.ManifestsKept}"), value);
            HashSet<string> named = [.. manifests.Values.SelectMany(of => of.Segments.Values)];
            foreach (string gone in piecesOf.Keys.Where(name => !named.Contains(name)).ToArray())
            {
                for (int piece = 0; piece < piecesOf[gone]; piece++)
                {
                    producer.Produce(topics.Snapshots, partition, SegmentKey(gone, piece), [], tombstone: true);
                }
                piecesOf.Remove(gone);
            }
            Commit();
        }
        catch (TransactionFailedException error)
        {
            manifests.Remove(number);
            throw Failed(error);
        }
        return Task.CompletedTask;
    }

    public IReadOnlyList<SnapshotManifest> Manifests(string task)
    {
        EnsureRead();
        return [.. manifests.Values.Reverse()];
    }

    public byte[]? Segment(string task, string name)
    {
        EnsureRead();
        if (!piecesOf.TryGetValue(name, out int pieces))
        {
            return null;
        }
        using var content = new MemoryStream();
        for (int piece = 0; piece < pieces; piece++)
        {
            if (!found.TryGetValue($"{name}/{piece}", out (long At, int Length) place))
            {
                return null;
            }
            byte[] part = new byte[place.Length];
            scratch.Position = place.At;
            scratch.ReadExactly(part);
            content.Write(part);
        }
        byte[] whole = content.ToArray();
        return SegmentName.Of(whole) == name ? whole : null;
    }

    public void Dispose() => scratch.Dispose();

    private static byte[] SegmentKey(string name, int piece) => Encoding.UTF8.GetBytes($"segment/{name}/{piece}");

    private void Begin()
    {
        if (uncommitted < 0)
        {
            // A tick's, which was cancelled in the middle.
            producer.Settle();
            producer.Begin();
            uncommitted = 0;
        }
    }

    private void Commit()
    {
        if (uncommitted < 0)
        {
            return;
        }
        // However long it takes: its task can't publish in between.
        producer.CommitWhole(logger, CancellationToken.None);
        uncommitted = -1;
    }

    private void Produce(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        try
        {
            Begin();
            producer.Produce(topics.Snapshots, partition, key, value);
            uncommitted += value.Length;
            if (uncommitted > MostUncommitted)
            {
                Commit();
            }
        }
        catch (TransactionFailedException error)
        {
            throw Failed(error);
        }
    }

    private LogUnavailableException Failed(TransactionFailedException error)
    {
        // What is open of it is made void by whoever begins the next.
        uncommitted = -1;
        return new LogUnavailableException(error.Message, error);
    }

    /// <summary>Copies what the partition holds into the scratch file.</summary>
    private void EnsureRead()
    {
        if (isRead)
        {
            return;
        }
        using var consumer = new BatchConsumer(
            connection,
            new BatchConsumerOptions($"creatorstream-snapshots-{partition}"),
            logger
        );
        long low = consumer.WatermarkOffsets(topics.Snapshots, partition, Patience).Low;
        consumer.Assign([new KafkaInput(topics.Snapshots, partition, low)]);
        while (!consumer.AtEnd(0))
        {
            int count = consumer.Read(256, TimeSpan.FromMilliseconds(20));
            for (int i = 0; i < count; i++)
            {
                Take(Encoding.UTF8.GetString(consumer[i].Key), consumer[i].Value);
            }
            consumer.Release();
        }
        isRead = true;
    }

    private void Take(string key, ReadOnlySpan<byte> value)
    {
        switch (key.Split('/'))
        {
            case ["manifest", _] when value.Length > HeaderBytes:
                try
                {
                    if (JsonSerializer.Deserialize<SnapshotManifest>(value[HeaderBytes..]) is { } manifest)
                    {
                        manifests[BinaryPrimitives.ReadInt64BigEndian(value)] = manifest;
                    }
                }
                catch (JsonException error)
                {
                    logger.ManifestNotRead(error, partition);
                }
                while (manifests.Count > ISnapshotStore.ManifestsKept)
                {
                    manifests.Remove(manifests.Keys.First());
                }
                break;
            case ["segment", var name, var piece] when value.Length >= HeaderBytes:
                piecesOf[name] = BinaryPrimitives.ReadInt32BigEndian(value[4..]);
                found[$"{name}/{piece}"] = (scratch.Length, value.Length - HeaderBytes);
                scratch.Position = scratch.Length;
                scratch.Write(value[HeaderBytes..]);
                break;
            case ["segment", var name, _]:
                // A tombstone.
                piecesOf.Remove(name);
                break;
        }
    }
}
