using CreatorStream.Kafka.Tasks;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Kafka.Tests;

/// <summary>Names of actors are in what is read of snapshots: it goes with its process, however that ends.</summary>
public sealed class SnapshotScratchTests : IDisposable
{
    private readonly VisitorLog log = new();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("creatorstream-scratch-");
    private readonly TaskProducer producer;

    public SnapshotScratchTests() => producer = log.Connection.Task("visitors-0");

    public void Dispose()
    {
        producer.Dispose();
        log.Dispose();
        folder.Delete(recursive: true);
    }

    [SkippableFact]
    public async Task It_lies_in_a_file_without_a_name_that_nobody_else_may_read()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Open files are listed in /proc.");
        using var store = new KafkaSnapshotStore(
            log.Connection,
            log.Topics,
            0,
            producer,
            folder.FullName,
            NullLogger.Instance
        );
        Assert.Empty(folder.EnumerateFileSystemInfos());
        string open = Assert.Single(
            Directory.GetFileSystemEntries("/proc/self/fd"),
            path => new FileInfo(path).LinkTarget?.StartsWith(folder.FullName, StringComparison.Ordinal) == true
        );
        string number = Path.GetFileName(open);
        await using var stat = ChildProcess.Start(
            "stat",
            "stat",
            "-L",
            "-c",
            "%A",
            $"/proc/{Environment.ProcessId}/fd/{number}"
        );
        Assert.Equal(0, await stat.ExitAsync());
        Assert.Equal("-rw-------", stat.StandardOutput.Trim());
    }
}
