using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Embedded.Tests;

/// <summary>A disk that is full: a file system of a few megabytes in memory.</summary>
public class DiskFullTests
{
    [SkippableFact]
    public async Task When_the_disk_is_full_nothing_is_acknowledged_and_when_there_is_room_it_goes_on()
    {
        using var disk = new SmallDisk();
        await FillAndFree(disk);
    }

    private static async Task FillAndFree(SmallDisk disk)
    {
        using var log = new TestLog(inFolder: disk.Folder);
        var acknowledged = new List<string>();
        async Task<bool> TryAppend(string text)
        {
            try
            {
                await log.Append(0, text);
                acknowledged.Add(text);
                return true;
            }
            catch (LogUnavailableException)
            {
                return false;
            }
        }
        int next = 0;
        string Text() => $"{next++}:" + new string('x', 50_000);
        while (await TryAppend(Text()))
        {
            Assert.True(next < 1000, "The disk is never full.");
        }
        // Still full: refused again, and what was acknowledged can be read.
        Assert.False(await TryAppend(Text()));
        Assert.Equal(acknowledged, log.Read(0));
        LogFault fault = log.Log.Fault!;
        Assert.Contains("full", fault.Reason, StringComparison.Ordinal);
        // Not even what would fit: a disk this full is not tried by every request.
        Assert.False(await TryAppend($"{next++}"));
        Assert.Contains(log.FilePath, Assert.Single(log.Said.Errors), StringComparison.Ordinal);
        disk.MakeRoom();
        // Nobody has to ask for it.
        await Eventually.Holds(
            "it goes on, and says so",
            () => log.Said.Warnings.Any(said => said.Contains("can be written again", StringComparison.Ordinal))
        );
        Assert.Null(log.Log.Fault);
        Assert.Single(log.Said.Errors);
        Assert.True(await TryAppend(Text()));
        Assert.True(await TryAppend(Text()));
        Assert.Equal(acknowledged, log.Read(0));
        log.Reopen();
        Assert.Equal(acknowledged, log.Read(0));
    }
}
