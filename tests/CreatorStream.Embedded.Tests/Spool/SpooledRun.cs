using System.Text;
using CreatorStream.Embedded.Spool;
using CreatorStream.Pipeline.Erasures;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Embedded.Tests.Spool;

/// <summary>A spool in a folder of its own before a log that may be away; and what it said.</summary>
internal sealed class SpooledRun : IAsyncDisposable
{
    private readonly DirectoryInfo folder;
    private readonly SaidOf<SpooledFactLog> said = new();
    private readonly long capacity;

    public SpooledRun(
        long capacity = 100_000_000,
        bool isAttached = true,
        FaultyLog? log = null,
        string? inFolder = null
    )
    {
        folder =
            inFolder == null ? Directory.CreateTempSubdirectory("creatorstream-spool-") : new DirectoryInfo(inFolder);
        this.capacity = capacity;
        Log = log ?? new FaultyLog();
        Erased = new ErasedVisitors(Log);
        (Spool, Spooled) = Open();
        if (isAttached)
        {
            _ = Spooled.Attach(Log, Erased);
        }
    }

    public FaultyLog Log { get; }

    /// <summary>Nobody, before a test says so.</summary>
    public ErasedVisitors Erased { get; }

    public FactSpool Spool { get; private set; }

    public SpooledFactLog Spooled { get; private set; }

    public string FilePath => Path.Combine(folder.FullName, "spool.db");

    public string[] Files => [.. folder.GetFiles().Select(file => file.Name)];

    /// <summary>Whether a text lies anywhere in what is on the disk.</summary>
    public bool FilesHold(string text) =>
        folder.GetFiles().Any(file => BytesOf(file).IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    /// <summary>The writer may make it shorter, or remove it, meanwhile.</summary>
    private static ReadOnlySpan<byte> BytesOf(FileInfo file)
    {
        using var bytes = new MemoryStream();
        try
        {
            using FileStream open = file.Open(FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            open.CopyTo(bytes);
        }
        catch (FileNotFoundException)
        {
            // Then it holds nothing.
        }
        return bytes.ToArray();
    }

    public Said SpoolSaid { get; } = new();

    /// <summary>Warnings and what the spool tells of its course.</summary>
    public IReadOnlyList<string> Said => said.Lines;

    public Task Append(int partition, params string[] payloads) => Append(LogStream.Events, partition, payloads);

    public Task Append(LogStream stream, int partition, params string[] payloads) =>
        Spooled.AppendAsync(
            [.. payloads.Select(text => new LogAppend(stream, partition, Encoding.UTF8.GetBytes(text), 1))],
            CancellationToken.None
        );

    /// <returns>Why it was refused; null where it was acknowledged.</returns>
    public async Task<string?> TryAppend(int partition, params string[] payloads)
    {
        try
        {
            await Append(partition, payloads);
            return null;
        }
        catch (LogUnavailableException error)
        {
            return error.Message;
        }
    }

    public Task Drained() => Until("the spool is drained", () => Spool.Facts == 0 && Spool.Bytes == 0);

    public Task Until(string about, Func<bool> holds) =>
        Eventually.Holds(
            about,
            () => Task.FromResult(holds() ? null : $"{Spool.Facts} facts are in the spool.\n{string.Join('\n', Said)}")
        );

    /// <summary>Ends this one, lets something be done to its files, and begins anew with them.</summary>
    public async Task RestartAsync(Action? meanwhile = null, IFactLog? log = null)
    {
        await Spooled.DisposeAsync();
        Spool.Dispose();
        meanwhile?.Invoke();
        (Spool, Spooled) = Open();
        _ = Spooled.Attach(log ?? Log, Erased);
    }

    public async ValueTask DisposeAsync()
    {
        await Spooled.DisposeAsync();
        Spool.Dispose();
        folder.Delete(recursive: true);
    }

    private (FactSpool, SpooledFactLog) Open()
    {
        var time = new HastyTime();
        FactSpool spool =
            FactSpool.Find(FilePath, capacity, time, SpoolSaid)
            ?? FactSpool.Make(FilePath, Log.Partitions, capacity, time, SpoolSaid);
        return (spool, new SpooledFactLog(spool, time, said));
    }
}

/// <summary>Keeps what was logged.</summary>
internal sealed class SaidOf<T> : ILogger<T>
{
    private readonly List<string> lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (lines)
            {
                return [.. lines];
            }
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        lock (lines)
        {
            lines.Add($"{logLevel}: {formatter(state, exception)}");
        }
    }
}
