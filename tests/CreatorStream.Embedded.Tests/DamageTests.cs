using System.Text;
using CreatorStream.Pipeline.Ports;
using Xunit.Abstractions;

namespace CreatorStream.Embedded.Tests;

/// <summary>What disks and crashes do to the log's files.</summary>
public class DamageTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_record_with_a_flipped_bit_is_set_aside_loudly_and_the_rest_goes_on()
    {
        Random random = Seed.Next(output);
        using var log = new TestLog();
        // Of all sizes: within a page, and over many.
        string[] payloads =
        [
            .. Enumerable.Range(0, 100).Select(i => $"<{i}>" + new string((char)('a' + (i % 26)), random.Next(20_000))),
        ];
        foreach (string payload in payloads)
        {
            await log.Append(0, payload);
        }
        // Closing copies the write-ahead log into the file.
        log.Log.Dispose();
        int[] spoiled = [.. Enumerable.Range(0, payloads.Length).OrderBy(_ => random.Next()).Take(10).Order()];
        byte[] file = File.ReadAllBytes(log.FilePath);
        foreach (int i in spoiled)
        {
            byte[] beginning = Encoding.UTF8.GetBytes($"<{i}>");
            byte mask = (byte)(1 << random.Next(8));
            // It lies whole on one page, and may lie in the free space of others too: SQLite leaves what it moved.
            for (int at = 0, next; (next = file.AsSpan(at).IndexOf(beginning)) >= 0; at += next + beginning.Length)
            {
                file[at + next] ^= mask;
            }
        }
        File.WriteAllBytes(log.FilePath, file);
        log.Reopen();
        Assert.Equal(payloads.Where((_, i) => !spoiled.Contains(i)), log.Read(0));
        Assert.Equal(spoiled.Length, log.Said.Errors.Count);
        Assert.All(log.Said.Errors, text => Assert.Contains("damaged", text, StringComparison.Ordinal));
        await log.Append(0, "next");
        Assert.Equal("next", log.Read(0)[^1]);
    }

    [Fact]
    public async Task A_torn_write_ahead_log_loses_nothing_that_was_committed_before_the_tear()
    {
        using var log = new TestLog();
        // The length of the write-ahead log after each acknowledged append, and what had been acknowledged.
        var lengths = new List<long>();
        for (int i = 0; i < 60; i++)
        {
            await log.Append(i % 3, $"{i}:" + new string('x', i * 97 % 9000));
            lengths.Add(new FileInfo(log.FilePath + "-wal").Length);
        }
        byte[] wal = File.ReadAllBytes(log.FilePath + "-wal");
        byte[] main = File.ReadAllBytes(log.FilePath);
        string copy = log.FilePath + ".copy";
        for (long cut = 0; cut <= wal.Length; cut += 1009)
        {
            File.Delete(copy + "-shm");
            File.WriteAllBytes(copy, main);
            File.WriteAllBytes(copy + "-wal", wal[..(int)cut]);
            int acknowledged = lengths.Count(length => length <= cut);
            // Shorter than the tables themselves: there was no log yet, and a new one begins.
            using SqliteFactLog torn = log.Open(copy);
            int[] there =
            [
                .. Enumerable
                    .Range(0, torn.Partitions)
                    .SelectMany(part => TestLog.Read(torn, part))
                    .Select(text => int.Parse(text[..text.IndexOf(':')], null))
                    .Order(),
            ];
            Assert.True(there.Length >= acknowledged, $"cut at {cut}: {there.Length} of {acknowledged}");
            Assert.Equal(Enumerable.Range(0, there.Length), there);
            await TestLog.Append(torn, 0, "999:next");
            Assert.Equal("999:next", TestLog.Read(torn, 0)[^1]);
        }
        Assert.Empty(log.Said.Errors);
    }

    [Fact]
    public async Task A_flipped_bit_in_the_write_ahead_log_ends_it_there()
    {
        Random random = Seed.Next(output);
        using var log = new TestLog();
        var lengths = new List<long>();
        for (int i = 0; i < 40; i++)
        {
            await log.Append(0, $"{i}:" + new string('x', random.Next(5000)));
            lengths.Add(new FileInfo(log.FilePath + "-wal").Length);
        }
        byte[] wal = File.ReadAllBytes(log.FilePath + "-wal");
        byte[] main = File.ReadAllBytes(log.FilePath);
        string copy = log.FilePath + ".copy";
        for (int round = 0; round < 30; round++)
        {
            int at = random.Next((int)lengths[5], wal.Length);
            byte[] flipped = [.. wal];
            flipped[at] ^= (byte)(1 << random.Next(8));
            File.Delete(copy + "-shm");
            File.WriteAllBytes(copy, main);
            File.WriteAllBytes(copy + "-wal", flipped);
            using SqliteFactLog torn = log.Open(copy);
            List<string> there = TestLog.Read(torn, 0);
            Assert.InRange(there.Count, lengths.Count(length => length <= at), lengths.Count);
            Assert.Equal(log.Read(0).Take(there.Count), there);
        }
    }

    [Fact]
    public void A_file_that_is_no_log_is_an_error_that_says_so_and_is_left_alone()
    {
        using var log = new TestLog();
        string path = log.FilePath + ".other";
        File.WriteAllText(path, new string('x', 10_000));
        LogUnavailableException error = Assert.Throws<LogUnavailableException>(() => log.Open(path));
        Assert.Contains("not a database", error.Message, StringComparison.Ordinal);
        Assert.Equal(new string('x', 10_000), File.ReadAllText(path));
    }

    /// <summary>As a copy of a log leaves it that was stopped in the middle: rolled back, it is an empty database.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_backup_that_did_not_end_does_not_begin_as_an_empty_log(bool hasJournal)
    {
        using var log = new TestLog();
        string path = log.FilePath + ".backup";
        string made = log.FilePath + ".made";
        using (var backup = SqliteFile.Open(made, readOnly: false))
        {
            backup.Execute("CREATE TABLE other (payload BLOB); INSERT INTO other VALUES (zeroblob(20000));");
            if (hasJournal)
            {
                backup.Execute("PRAGMA cache_size = 1; BEGIN; CREATE TABLE settings (name TEXT)");
                backup.Execute("INSERT INTO other VALUES (zeroblob(1000000)), (zeroblob(1000000))");
                File.Copy(made + "-journal", path + "-journal");
            }
            File.Copy(made, path);
        }
        byte[] before = File.ReadAllBytes(path);
        // However often a service manager tries.
        for (int start = 0; start < 2; start++)
        {
            LogUnavailableException error = Assert.Throws<LogUnavailableException>(() => log.Open(path));
            Assert.Contains("a backup that did not end", error.Message, StringComparison.Ordinal);
            Assert.Equal(before, File.ReadAllBytes(path));
        }
    }

    [Fact]
    public async Task A_backup_of_a_running_log_has_all_that_was_acknowledged_with_the_same_offsets()
    {
        using var log = new TestLog();
        for (int i = 0; i < 20; i++)
        {
            await log.Append(i % 3, $"{i}:" + new string('x', 5_000));
        }
        // Offsets with gaps.
        await log.Log.RemoveAsync(LogStream.Events, 1, 11);
        string copy = log.FilePath + ".backup";
        using (var other = SqliteFile.Open(log.FilePath, readOnly: false))
        {
            other.Execute($"VACUUM INTO '{copy}'");
        }
        await log.Append(0, "later");
        using SqliteFactLog restored = log.Open(copy);
        Assert.Equal(log.Log.Secret, restored.Secret);
        for (int partition = 0; partition < 3; partition++)
        {
            Assert.Equal(log.Read(partition).Where(text => text != "later"), TestLog.Read(restored, partition));
        }
        foreach (int partition in (int[])[1, 2])
        {
            Assert.Equal(
                log.Log.EndOffset(LogStream.Events, partition),
                restored.EndOffset(LogStream.Events, partition)
            );
        }
        await TestLog.Append(restored, 0, "next");
        Assert.Equal("next", TestLog.Read(restored, 0)[^1]);
    }
}
