using System.Text.Json;

namespace CreatorStream.Worlds.Tests;

/// <summary>Simulated attackers, and the truth about them.</summary>
public sealed class AttackTests
{
    private static readonly string[] Names =
    [
        "bots",
        "pods",
        "bought-likes",
        "slow-drip",
        "click-farm",
        "injected-clicks",
        "leaked-code",
    ];

    public static TheoryData<string> All => [.. Names];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Labels_name_those_who_are_in_the_events_and_in_no_others(string attack)
    {
        using var scratch = new Scratch();
        await Generate(scratch, "clean");
        await Generate(scratch, "attacked", "--attack", $"{attack}:strong", "--labels", scratch.Path("labels"));
        JsonElement[] clean = await Events(scratch.Path("clean"));
        JsonElement[] attacked = await Events(scratch.Path("attacked"));
        string[][] labels = await Labels(scratch.Path("labels"));
        Assert.NotEmpty(labels);
        Assert.All(labels, row => Assert.Equal(attack, row[0]));

        // Honest people do the same, as far as the attack leaves room for them among so many events.
        var honest = clean.Select(of => Text(of, "id")).ToHashSet();
        JsonElement[] added = [.. attacked.Where(of => !honest.Contains(Text(of, "id")))];
        Assert.InRange(added.Length, 1, attacked.Length / 2);
        foreach (string[] row in labels)
        {
            string field = row[1] switch
            {
                "actor" => "visitor",
                "click" => "id",
                "code" => "code",
                _ => "content",
            };
            JsonElement[] named = [.. added.Where(of => Text(of, field) == row[2])];
            Assert.True(named.Length > 0, string.Join(',', row));
            if (row[1] == "click")
            {
                // It is an attack by the order that it came before.
                Assert.Contains(
                    added,
                    of => Text(of, "type") == "purchase" && Text(of, "visitor") == Text(named[0], "visitor")
                );
            }
        }
        if (labels.All(row => row[1] == "actor"))
        {
            var actors = labels.Select(row => row[2]).ToHashSet();
            Assert.All(added, of => Assert.Contains(Text(of, "visitor"), actors));
            Assert.DoesNotContain(clean, of => actors.Contains(Text(of, "visitor")));
        }
    }

    [Fact]
    public async Task Stronger_attackers_do_more_and_the_same_seed_the_same()
    {
        using var scratch = new Scratch();
        foreach (string name in Names)
        {
            var sizes = new List<int>();
            foreach (string strength in (string[])["weak", "medium", "strong"])
            {
                string attack = $"{name}:{strength}";
                await Generate(scratch, "a", "--attack", attack, "--labels", scratch.Path("labels"));
                string[][] labels = await Labels(scratch.Path("labels"));
                sizes.Add(labels.Sum(row => int.Parse(row[5], System.Globalization.CultureInfo.InvariantCulture)));
                await Generate(scratch, "b", "--attack", attack, "--labels", scratch.Path("again"));
                Assert.Equal(
                    await File.ReadAllTextAsync(scratch.Path("a")),
                    await File.ReadAllTextAsync(scratch.Path("b"))
                );
                Assert.Equal(labels, await Labels(scratch.Path("again")));
            }
            Assert.Equal(sizes.Order(), sizes);
            Assert.True(sizes[0] < sizes[2], $"{name}: {string.Join(' ', sizes)}");
        }
    }

    /// <summary>So often that hardly any of its members comes once only; twice at one post within an hour would be one act.</summary>
    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    [InlineData("3")]
    public async Task A_pod_meets_five_times_within_an_hour_each_time_at_another_post(string seed)
    {
        using var scratch = new Scratch();
        string[] world = ["--events", "100000", "--rate", "25", "--seed", seed, "--start", "2026-03-02T12:00:00Z"];
        string[] pod = ["--attack", "pods:medium", "--labels", scratch.Path("labels")];
        Assert.Equal(0, await Run([.. world, .. pod, "--out", scratch.Path("hour")]));
        var members = (await Labels(scratch.Path("labels"))).Select(row => row[2]).ToHashSet();
        string[][] posts =
        [
            .. (await Events(scratch.Path("hour")))
                .Where(of => Text(of, "type") == "like" && members.Contains(Text(of, "visitor")))
                .Where(of => string.CompareOrdinal(Text(of, "time"), "2026-03-02T13") < 0)
                // From 12:04 on, every twelve minutes.
                .GroupBy(
                    of =>
                        (int.Parse(Text(of, "time")[14..16], System.Globalization.CultureInfo.InvariantCulture) - 4)
                        / 12,
                    of => Text(of, "content")
                )
                .Select(of => of.Distinct().ToArray()),
        ];
        Assert.Equal(5, posts.Length);
        Assert.All(posts, of => Assert.Single(of));
        Assert.Equal(5, posts.SelectMany(of => of).Distinct().Count());
    }

    /// <summary>Most of an hour is left to it, for it is told by 12 orders of strangers.</summary>
    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    [InlineData("3")]
    public async Task A_code_leaks_within_twenty_minutes_of_the_start(string seed)
    {
        using var scratch = new Scratch();
        string[] world = ["--events", "100000", "--rate", "25", "--seed", seed, "--start", "2026-03-02T12:00:00Z"];
        string[] leak = ["--attack", "leaked-code:medium", "--labels", scratch.Path("labels")];
        Assert.Equal(0, await Run([.. world, .. leak, "--out", scratch.Path("hour")]));
        string[] label = Assert.Single(await Labels(scratch.Path("labels")));
        Assert.True(string.CompareOrdinal(label[3], "2026-03-02T12:20") < 0, label[3]);
        Assert.InRange(int.Parse(label[5], System.Globalization.CultureInfo.InvariantCulture), 12, 60);
    }

    [Theory]
    [InlineData("pods")]
    [InlineData("pods:fierce")]
    [InlineData("ghosts:medium")]
    [InlineData("pods:weak:weak")]
    public async Task Attacks_that_there_are_none_of_are_refused(string attack) =>
        Assert.Equal(2, await Run("--events", "10", "--attack", attack));

    private static async Task Generate(Scratch scratch, string name, params string[] more) =>
        Assert.Equal(
            0,
            await Run(["--events", "60000", "--seed", "5", "--rate", "12", "--out", scratch.Path(name), .. more])
        );

    private static Task<int> Run(params string[] arguments) =>
        GenerateCommand.Create(TimeProvider.System).Parse(arguments).InvokeAsync();

    private static async Task<JsonElement[]> Events(string path) =>
        [.. (await File.ReadAllLinesAsync(path)).Select(line => JsonDocument.Parse(line).RootElement)];

    private static async Task<string[][]> Labels(string path) =>
        [.. (await File.ReadAllLinesAsync(path)).Skip(1).Select(line => line.Split(','))];

    private static string Text(JsonElement of, string field) =>
        of.TryGetProperty(field, out JsonElement value) ? value.GetString()! : "";
}
