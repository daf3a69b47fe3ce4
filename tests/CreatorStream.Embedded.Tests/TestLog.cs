using System.Text;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Embedded.Tests;

/// <summary>A folder with a log, closed and removed with the test; and what the log said.</summary>
internal sealed class TestLog : IDisposable
{
    private readonly DirectoryInfo folder;
    private readonly TimeProvider time;

    public TestLog(int? partitions = 3, string? inFolder = null, TimeProvider? time = null)
    {
        this.time = time ?? TimeProvider.System;
        folder =
            inFolder == null ? Directory.CreateTempSubdirectory("creatorstream-log-") : new DirectoryInfo(inFolder);
        Log = Open(FilePath, partitions);
    }

    public Said Said { get; } = new();

    public SqliteFactLog Log { get; private set; }

    public string FilePath => Path.Combine(folder.FullName, "log.db");

    public SqliteFactLog Open(string path, int? partitions = null) => SqliteFactLog.Open(path, partitions, time, Said);

    public void Reopen(int? partitions = null)
    {
        Log.Dispose();
        Log = Open(FilePath, partitions);
    }

    public Task Append(int partition, params string[] payloads) => Append(Log, partition, payloads);

    public static Task Append(SqliteFactLog log, int partition, params string[] payloads) =>
        log.AppendAsync(
            [.. payloads.Select(text => new LogAppend(LogStream.Events, partition, Encoding.UTF8.GetBytes(text), 1))],
            CancellationToken.None
        );

    public List<string> Read(int partition, long after = 0) => Read(Log, partition, after);

    public static List<string> Read(SqliteFactLog log, int partition, long after = 0)
    {
        using ILogReader reader = log.Read(LogStream.Events, partition, after);
        return Read(reader);
    }

    public static List<string> Read(ILogReader reader)
    {
        var texts = new List<string>();
        while (reader.TryRead(out LogRecord record))
        {
            texts.Add(Encoding.UTF8.GetString(record.Payload));
        }
        return texts;
    }

    public void Dispose()
    {
        Log.Dispose();
        folder.Delete(recursive: true);
    }
}

/// <summary>Keeps what was logged.</summary>
internal sealed class Said : ILogger<SqliteFactLog>
{
    private readonly List<(LogLevel Level, string Text)> lines = [];

    public IReadOnlyList<string> Errors => Of(level => level >= LogLevel.Error);

    public IReadOnlyList<string> Warnings => Of(level => level == LogLevel.Warning);

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
            lines.Add((logLevel, formatter(state, exception)));
        }
    }

    private List<string> Of(Predicate<LogLevel> wanted)
    {
        lock (lines)
        {
            return [.. lines.Where(line => wanted(line.Level)).Select(line => line.Text)];
        }
    }
}
