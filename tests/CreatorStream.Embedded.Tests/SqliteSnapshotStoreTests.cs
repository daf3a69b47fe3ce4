using System.Text;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Visitors.Snapshots;

namespace CreatorStream.Embedded.Tests;

public sealed class SqliteSnapshotStoreTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("creatorstream-snapshots-");

    private string FilePath => Path.Combine(folder.FullName, "snapshots.db");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_snapshot_comes_back_after_a_restart_newest_first()
    {
        using (SqliteSnapshotStore store = Open())
        {
            Save(store, "visitors/0", 1, "a", "b");
            Save(store, "visitors/0", 2, "b", "c");
            Save(store, "visitors/1", 9, "x");
        }
        using SqliteSnapshotStore again = Open();
        Assert.Equal([2, 1], Offsets(again, "visitors/0"));
        Assert.Equal([9], Offsets(again, "visitors/1"));
        Assert.Equal("c", Segment(again, "visitors/0", "c"));
        Assert.Null(Segment(again, "visitors/1", "a"));
        Assert.Empty(again.Manifests("visitors/2"));
    }

    [Fact]
    public void Sound_ones_that_cannot_be_opened_just_now_are_not_deleted()
    {
        using (SqliteSnapshotStore store = Open())
        {
            Save(store, "t", 1, "a");
        }
        // Nothing can be written ahead.
        Directory.CreateDirectory(FilePath + "-wal");
        Assert.Throws<LogUnavailableException>(Open);
        Assert.True(SqliteSnapshotStore.AreThere(FilePath));
        Directory.Delete(FilePath + "-wal");
        using SqliteSnapshotStore again = Open();
        Assert.Equal([1], Offsets(again, "t"));
    }

    /// <summary>One flipped bit in what describes a table: the file is sound, and nothing in it is found.</summary>
    [Theory]
    [InlineData("owner (log INTEGER NOT NULL, checksum")]
    [InlineData("task TEXT NOT NULL, name")]
    [InlineData("id INTEGER PRIMARY KEY, task")]
    public void A_file_whose_tables_are_called_otherwise_is_replaced(string description)
    {
        using (SqliteSnapshotStore store = Open())
        {
            Save(store, "t", 1, "a");
        }
        Flip(description);
        using SqliteSnapshotStore again = Open();
        Assert.Empty(again.Manifests("t"));
        Save(again, "t", 2, "b");
        Assert.Equal([2], Offsets(again, "t"));
    }

    [Fact]
    public void Only_the_newest_two_are_kept_with_their_segments()
    {
        using SqliteSnapshotStore store = Open();
        Save(store, "t", 1, "a", "shared");
        Save(store, "other", 1, "a");
        Save(store, "t", 2, "b", "shared");
        Assert.Equal("a", Segment(store, "t", "a"));
        Save(store, "t", 3, "c", "shared");
        Assert.Equal([3, 2], Offsets(store, "t"));
        Assert.Null(Segment(store, "t", "a"));
        Assert.Equal(
            ["b", "c", "shared"],
            ((string[])["b", "c", "shared"]).Select(content => Segment(store, "t", content))
        );
        Assert.Equal("a", Segment(store, "other", "a"));
    }

    [Fact]
    public void When_the_newest_manifest_is_damaged_the_one_before_it_counts()
    {
        using (SqliteSnapshotStore store = Open())
        {
            Save(store, "t", 1, "a");
            Save(store, "t", 2, "b");
        }
        Flip("\"events/0\":2");
        using SqliteSnapshotStore again = Open();
        Assert.Equal([1], Offsets(again, "t"));
        Assert.Equal("a", Segment(again, "t", "a"));
        // It goes on from there, and does not trip over the damaged one.
        Save(again, "t", 3, "a");
        Assert.Equal(3, Offsets(again, "t")[0]);
    }

    [Fact]
    public void A_damaged_segment_is_none()
    {
        using (SqliteSnapshotStore store = Open())
        {
            Save(store, "t", 1, "content-that-will-be-damaged", "other");
        }
        Flip("content-that-will");
        using SqliteSnapshotStore again = Open();
        Assert.Null(Segment(again, "t", "content-that-will-be-damaged"));
        Assert.Equal("other", Segment(again, "t", "other"));
    }

    [Fact]
    public void A_damaged_segment_is_mended_by_the_next_snapshot_that_has_it()
    {
        using (SqliteSnapshotStore store = Open())
        {
            Save(store, "t", 1, "content-that-will-be-damaged");
        }
        Flip("content-that-will");
        using SqliteSnapshotStore again = Open();
        Save(again, "t", 2, "content-that-will-be-damaged");
        Assert.NotNull(Segment(again, "t", "content-that-will-be-damaged"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10_000)]
    public void A_file_that_is_no_database_is_replaced(int length)
    {
        File.WriteAllText(FilePath, new string('x', length));
        File.WriteAllText(FilePath + "-wal", "nonsense");
        using SqliteSnapshotStore store = Open();
        Assert.Empty(store.Manifests("t"));
        Save(store, "t", 1, "a");
        Assert.Equal([1], Offsets(store, "t"));
    }

    [Fact]
    public void The_file_can_be_damaged_anywhere()
    {
        using (SqliteSnapshotStore store = Open())
        {
            Save(store, "t", 1, new string('a', 30_000), "b");
            Save(store, "t", 2, new string('c', 30_000), "b");
        }
        byte[] good = File.ReadAllBytes(FilePath);
        for (int at = 0; at < good.Length; at += 997)
        {
            byte[] bad = [.. good];
            bad.AsSpan(at, Math.Min(16, bad.Length - at)).Fill(0xa5);
            File.Delete(FilePath + "-wal");
            File.Delete(FilePath + "-shm");
            File.WriteAllBytes(FilePath, bad);
            using SqliteSnapshotStore store = Open();
            Assert.All(Offsets(store, "t"), offset => Assert.InRange(offset, 1, 2));
            foreach (string content in (string[])[new string('a', 30_000), new string('c', 30_000), "b"])
            {
                // Right or none, never something else.
                Assert.Contains(Segment(store, "t", content), (string?[])[content, null]);
            }
        }
    }

    [Fact]
    public void Snapshots_of_another_log_are_refused_and_stay()
    {
        using (SqliteSnapshotStore store = Open())
        {
            Save(store, "t", 1, "a");
        }
        Assert.True(SqliteSnapshotStore.AreThere(FilePath));
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() =>
            SqliteSnapshotStore.Open(FilePath, 8)
        );
        Assert.Contains(FilePath, error.Message, StringComparison.Ordinal);
        using SqliteSnapshotStore own = Open();
        Assert.Equal("a", Segment(own, "t", "a"));
    }

    private SqliteSnapshotStore Open() => SqliteSnapshotStore.Open(FilePath, 7);

    private static void Save(SqliteSnapshotStore store, string task, long offset, params string[] contents)
    {
        SnapshotSegment[] segments =
        [
            .. contents.Select(content => new SnapshotSegment(Name(content), Encoding.UTF8.GetBytes(content))),
        ];
        store.PutAsync(task, segments).GetAwaiter().GetResult();
        store
            .SaveAsync(
                task,
                new SnapshotManifest(
                    1,
                    new Dictionary<string, long> { ["events/0"] = offset },
                    contents.Index().ToDictionary(of => $"part/{of.Index}", of => Name(of.Item))
                )
            )
            .GetAwaiter()
            .GetResult();
    }

    private static string Name(string content) => SegmentName.Of(Encoding.UTF8.GetBytes(content));

    private static long[] Offsets(SqliteSnapshotStore store, string task) =>
        [.. store.Manifests(task).Select(manifest => manifest.Vector["events/0"])];

    private static string? Segment(SqliteSnapshotStore store, string task, string content) =>
        store.Segment(task, Name(content)) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    private void Flip(string text)
    {
        byte[] file = File.ReadAllBytes(FilePath);
        int at = file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text));
        Assert.True(at > 0);
        file[at + text.Length - 1] ^= 1;
        File.WriteAllBytes(FilePath, file);
    }
}
