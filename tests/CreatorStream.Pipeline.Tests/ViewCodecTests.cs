using System.Globalization;
using System.Text;
using System.Text.Json;
using CreatorStream.Pipeline.Views;
using Xunit.Abstractions;

namespace CreatorStream.Pipeline.Tests;

public sealed class ViewCodecTests
{
    private const string Version = "0000000000000000" + "0000000000000000";

    /// <summary>Version 0, {} as state, no fields, no tables.</summary>
    private const string Empty = "0000000000000000" + "027B7D" + "00" + "00";

    private readonly Random random;

    public ViewCodecTests(ITestOutputHelper output)
    {
        string? set = Environment.GetEnvironmentVariable("CREATORSTREAM_TEST_SEED");
        int seed = set == null ? Random.Shared.Next() : int.Parse(set, CultureInfo.InvariantCulture);
        output.WriteLine($"CREATORSTREAM_TEST_SEED={seed}");
        random = new Random(seed);
    }

    [Fact]
    public void What_is_written_is_read()
    {
        for (int i = 0; i < 300; i++)
        {
            PublishedView written = Published();
            PublishedView read = ViewCodec.Read(ViewCodec.Write(written));
            AssertSame(written, read);
        }
    }

    [Fact]
    public void What_did_not_change_is_shared_with_the_version_before()
    {
        for (int i = 0; i < 300; i++)
        {
            ViewDocument before = Document();
            ViewDocument after = Amend(before);
            var known = new PublishedView(before, new ViewVersion(1, 1));
            byte[] bytes = ViewCodec.Write(new PublishedView(after, new ViewVersion(1, 2)));
            PublishedView read = ViewCodec.Read(bytes, key => key == before.Key ? known : null);
            AssertSame(new PublishedView(after, new ViewVersion(1, 2)), read);
            foreach ((string name, byte[] json) in read.View.Fields)
            {
                Assert.Equal(
                    before.Fields[name].AsSpan().SequenceEqual(json),
                    ReferenceEquals(before.Fields[name], json)
                );
            }
            foreach ((string name, ViewTable table) in read.View.Tables)
            {
                ViewTable old = before.Tables[name];
                var rows = old.Rows.ToDictionary(row => row.Key, row => row.Json);
                bool same = table.Rows.Count == old.Rows.Count;
                for (int at = 0; at < table.Rows.Count; at++)
                {
                    byte[]? json = rows.GetValueOrDefault(table.Rows[at].Key);
                    bool unchanged = json != null && json.AsSpan().SequenceEqual(table.Rows[at].Json);
                    Assert.Equal(unchanged, ReferenceEquals(json, table.Rows[at].Json));
                    same = same && unchanged && old.Rows[at].Key == table.Rows[at].Key;
                }
                Assert.Equal(same, ReferenceEquals(old, table));
            }
        }
    }

    [Fact]
    public void Damaged_bytes_are_told_from_good_ones_or_read_as_something_whole()
    {
        for (int i = 0; i < 3000; i++)
        {
            byte[] bytes = ViewCodec.Write(Published());
            for (int damage = random.Next(1, 4); damage > 0; damage--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }
            if (random.Next(3) == 0)
            {
                bytes = bytes[..random.Next(bytes.Length)];
            }
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                // Damage that leaves it well-formed is read as another view; that one can be written again.
                PublishedView read = ViewCodec.Read(bytes);
                AssertSame(read, ViewCodec.Read(ViewCodec.Write(read)));
            }
            catch (InvalidDataException)
            {
                // Nothing was taken that the bytes could not hold.
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000 + (100 * bytes.Length));
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("01")]
    // Another format.
    [InlineData("01" + Version + "0177" + "01" + "0163" + "0176" + Empty)]
    // A workspace whose name ends before its length, and one whose length doesn't end.
    [InlineData("02" + Version + "FFFFFFFF07")]
    [InlineData("02" + Version + "FFFFFFFFFFFF")]
    // A negative epoch.
    [InlineData("02" + "FFFFFFFFFFFFFFFF" + "0000000000000000" + "0177" + "01" + "0163" + "0176" + Empty)]
    // A scope that isn't, a campaign without a name, a workspace with one.
    [InlineData("02" + Version + "0177" + "04" + "0163" + "0176" + Empty)]
    [InlineData("02" + Version + "0177" + "01" + "00" + "0176" + Empty)]
    [InlineData("02" + Version + "0177" + "00" + "0163" + "0176" + Empty)]
    // No JSON, and more fields than there can be.
    [InlineData("02" + Version + "0177" + "01" + "0163" + "0176" + "0000000000000000" + "015B" + "0000")]
    [InlineData("02" + Version + "0177" + "01" + "0163" + "0176" + "0000000000000000" + "027B7D" + "FFFFFFFF07")]
    public void Hostile_bytes_are_invalid_data(string hex) =>
        Assert.Throws<InvalidDataException>(() => ViewCodec.Read(Convert.FromHexString(hex)));

    [Fact]
    public void The_least_view_is_read()
    {
        PublishedView read = ViewCodec.Read(
            Convert.FromHexString("02" + Version + "0177" + "01" + "0163" + "0176" + Empty)
        );
        Assert.Equal(new ViewKey("w", "c", "v"), read.Key);
    }

    [Fact]
    public void The_same_row_twice_is_invalid_data()
    {
        var row = new ViewRow("\"a\"", "{}"u8.ToArray());
        var document = new ViewDocument(
            new ViewKey("w", "c", "v"),
            1,
            new Dictionary<string, byte[]>(),
            new Dictionary<string, ViewTable> { ["rows"] = new([row, row]) },
            "{}"u8.ToArray()
        );
        byte[] bytes = ViewCodec.Write(new PublishedView(document, default));
        Assert.Throws<InvalidDataException>(() => ViewCodec.Read(bytes));
    }

    [Fact]
    public void Newer_is_a_later_owner_then_a_greater_offset()
    {
        Assert.True(new ViewVersion(2, 0) > new ViewVersion(1, long.MaxValue));
        Assert.True(new ViewVersion(2, 10) > new ViewVersion(2, 9));
        Assert.Equal(new ViewVersion(2, 9), new ViewVersion(2, 9));
    }

    [Fact]
    public void The_newest_version_wins_whichever_way_it_came()
    {
        using var views = new NewestViews();
        var heard = new List<ViewKey>();
        using IDisposable subscription = views.Changes.Subscribe(heard.Add);
        ViewDocument document = Document();
        PublishedView[] versions =
        [
            .. Enumerable.Range(0, 20).Select(i => new PublishedView(document, new ViewVersion(i / 5, i % 5))),
        ];
        PublishedView newest = versions[^1];
        random.Shuffle(versions);
        int taken = versions.Count(views.Offer);
        Assert.Same(newest, views.Find(document.Key));
        Assert.Equal(taken, heard.Count);
        Assert.False(views.Offer(versions[0]));
        Assert.Null(views.Get(document.Key with { Workspace = "elsewhere" }));
    }

    private static void AssertSame(PublishedView expected, PublishedView actual)
    {
        Assert.Equal(expected.Key, actual.Key);
        Assert.Equal(expected.Version, actual.Version);
        ViewDocument view = expected.View;
        Assert.Equal(view.Version, actual.View.Version);
        Assert.Equal(view.State, actual.View.State);
        Assert.Equal(view.Fields, actual.View.Fields);
        Assert.Equal(view.Tables.Keys, actual.View.Tables.Keys);
        foreach ((string name, ViewTable table) in view.Tables)
        {
            Assert.Equal(table.Rows.Select(row => row.Key), actual.View.Tables[name].Rows.Select(row => row.Key));
            Assert.Equal(table.Rows.Select(row => row.Json), actual.View.Tables[name].Rows.Select(row => row.Json));
        }
    }

    private PublishedView Published() =>
        new(Document(), new ViewVersion(random.NextInt64(long.MaxValue), random.NextInt64(1000)));

    private ViewDocument Document() =>
        new(
            Key(),
            random.NextInt64(),
            Enumerable.Range(0, random.Next(6)).ToDictionary(i => $"{Name()}{i}", _ => Json()),
            Enumerable.Range(0, random.Next(3)).ToDictionary(i => $"{Name()}{i}", _ => new ViewTable([.. Rows(0)])),
            Json()
        );

    /// <summary>Of any scope.</summary>
    private ViewKey Key()
    {
        var scope = (ViewScope)random.Next(4);
        return new ViewKey(Name(), scope, scope == ViewScope.Workspace ? "" : Name(), Name());
    }

    /// <summary>Another version: some fields and rows anew, rows dropped and added anywhere.</summary>
    private ViewDocument Amend(ViewDocument before) =>
        before with
        {
            Version = before.Version + 1,
            Fields = before.Fields.ToDictionary(of => of.Key, of => Again(of.Value)),
            Tables = before.Tables.ToDictionary(
                of => of.Key,
                of => new ViewTable([
                    .. of
                        .Value.Rows.Skip(random.Next(3) == 0 ? random.Next(20) : 0)
                        .Where(_ => random.Next(20) > 0)
                        .Select(row => row with { Json = Again(row.Json) }),
                    .. random.Next(3) == 0 ? Rows(1000) : [],
                ])
            ),
        };

    /// <summary>Mostly the same, but never the same object.</summary>
    private byte[] Again(byte[] json) => random.Next(10) == 0 ? Json() : [.. json];

    private IEnumerable<ViewRow> Rows(int first)
    {
        int count = random.Next(2) == 0 ? random.Next(4) : random.Next(60);
        return Enumerable
            .Range(first, count)
            .Select(i => new ViewRow(
                i % 7 == 0 ? i.ToString(CultureInfo.InvariantCulture) : JsonSerializer.Serialize($"é{i}"),
                Json()
            ));
    }

    private string Name() =>
        new([.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => (char)"ab:/%{}é中 \""[random.Next(11)])]);

    private byte[] Json() =>
        random.Next(4) switch
        {
            0 => "null"u8.ToArray(),
            1 => Encoding.UTF8.GetBytes(random.Next().ToString(CultureInfo.InvariantCulture)),
            2 => JsonSerializer.SerializeToUtf8Bytes(Name()),
            _ => JsonSerializer.SerializeToUtf8Bytes(new { a = random.Next(), b = new[] { Name(), Name() } }),
        };
}
