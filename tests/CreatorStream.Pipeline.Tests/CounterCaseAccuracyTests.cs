using CreatorStream.Analytics.Tests.Authenticity;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Workspaces;
using CreatorStream.Pipeline.Workspaces.Cases;
using Xunit.Abstractions;
using AnalyzedReading = CreatorStream.Analytics.Authenticity.Vetting.CounterReading;

namespace CreatorStream.Pipeline.Tests;

/// <summary>How well bought followers and likes are told from honest creators, by the readings of their counters alone.</summary>
public sealed class CounterCaseAccuracyTests(ITestOutputHelper output) : IDisposable
{
    private const int Sizes = 4;
    private const int HonestSeeds = 100;
    private const int AttackSeeds = 40;

    private readonly StateMemory memory = new();

    public void Dispose() => memory.Dispose();

    /// <param name="known">How much of the content the workspace knows: one in so many.</param>
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 1)]
    [InlineData(false, 3)]
    public void Honest_creators_of_any_size_are_no_case(bool hasAccountViews, int known)
    {
        for (int seed = 0; seed < Sizes * HonestSeeds; seed++)
        {
            var made = new MadeUpProspect(seed / Sizes, seed % Sizes);
            IReadOnlyList<Case> found = Cases(made, hasAccountViews, known);
            Assert.True(found.Count == 0, $"seed {seed}: {string.Join(", ", found)}");
        }
    }

    /// <summary>As "1.1M", or to three digits.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Honest_creators_of_rounded_counts_are_no_case(int digits)
    {
        for (int seed = 0; seed < Sizes * HonestSeeds; seed++)
        {
            var made = new MadeUpProspect(seed / Sizes, seed % Sizes);
            Round(made, digits);
            IReadOnlyList<Case> found = Cases(made, hasAccountViews: true, known: 1);
            Assert.True(found.Count == 0, $"seed {seed}: {string.Join(", ", found)}");
        }
    }

    /// <summary>Half as many followers again in a day, of whom most go within weeks.</summary>
    /// <param name="digits">Of followers, as the platform shows them; null: all.</param>
    [Theory]
    [InlineData(true, null)]
    [InlineData(false, null)]
    [InlineData(true, 2)]
    [InlineData(true, 3)]
    public void Bought_followers_are_found(bool hasAccountViews, int? digits)
    {
        int found = 0;
        for (int seed = 0; seed < AttackSeeds; seed++)
        {
            var made = new MadeUpProspect(1_000 + seed, seed % Sizes);
            long bought = made.Followers / 2;
            int at = 20 + made.Random.Next(20);
            Change(
                made,
                of => of.Content == null,
                (of, day) => of with { Followers = of.Followers + (long)(Left(day - at) * bought) }
            );
            Round(made, digits);
            if (Cases(made, hasAccountViews, known: 1) is not [{ Counter: { } counter } jump])
            {
                continue;
            }
            found++;
            Assert.Equal("follower-jump", jump.Reason.Code);
            Assert.Equal(hasAccountViews, counter.IsLeftOut);
            Assert.InRange(counter.Bought.Count, 0.9 * bought, 1.1 * bought);
        }
        output.WriteLine($"{found} of {AttackSeeds}");
        // Bought while content went round: that explains it.
        Assert.True(found >= AttackSeeds * 0.8, $"{found} of {AttackSeeds}");

        static double Left(int days) => days < 0 ? 0 : Math.Max(0.4, 1 - (0.05 * days));
    }

    [Fact]
    public void More_likes_than_views_are_found()
    {
        for (int seed = 0; seed < AttackSeeds; seed++)
        {
            var made = new MadeUpProspect(2_000 + seed, seed % Sizes);
            Change(
                made,
                of => of.Content != null,
                (of, _) => of with { Likes = of.Views + 2_000, Views = of.Views + 1_000 }
            );
            Case found = Assert.Single(Cases(made, hasAccountViews: true, known: 1));
            Assert.Equal(("ratio", true), (found.Reason.Code, found.Counter!.IsLeftOut));
        }
    }

    private static void Round(MadeUpProspect made, int? digits) =>
        Change(
            made,
            of => of.Content == null && digits != null,
            (of, _) =>
            {
                long step = (long)Math.Pow(10, $"{of.Followers}".Length - digits!.Value);
                return of with { Followers = of.Followers / step * step };
            }
        );

    private static void Change(
        MadeUpProspect made,
        Func<AnalyzedReading, bool> isIt,
        Func<AnalyzedReading, int, AnalyzedReading> change
    )
    {
        for (int i = 0; i < made.Counters.Count; i++)
        {
            AnalyzedReading reading = made.Counters[i];
            int day = (int)((reading.TimeSeconds - MadeUpProspect.Start) / MadeUpProspect.Day);
            made.Counters[i] = isIt(reading) ? change(reading, day) : reading;
        }
    }

    private IReadOnlyList<Case> Cases(MadeUpProspect made, bool hasAccountViews, int known)
    {
        WorkspaceState workspace = new MergedWorkspace(memory.Open()).State;
        var views = made
            .Counters.Where(of => of.Content != null)
            .GroupBy(of => of.TimeSeconds)
            .ToDictionary(of => of.Key, of => of.Sum(reading => reading.Views!.Value));
        string[] contents = [.. made.Posts.Where((_, n) => n % known == 0).Select(post => post.Content)];
        foreach (AnalyzedReading reading in made.Counters)
        {
            bool isContent = reading.Content != null;
            if (isContent && !contents.Contains(reading.Content))
            {
                continue;
            }
            long? seen = isContent || !hasAccountViews ? reading.Views : views.GetValueOrDefault(reading.TimeSeconds);
            workspace.Put(
                new CounterReading(
                    new CounterSubject(
                        "default",
                        reading.Content ?? "",
                        isContent ? "" : "@made-up",
                        made.Platform,
                        "spring",
                        "made-up"
                    ),
                    reading.TimeSeconds * 1_000_000,
                    new Dictionary<string, long?>
                    {
                        ["followers"] = reading.Followers,
                        ["views"] = seen,
                        ["likes"] = reading.Likes,
                        ["comments"] = reading.Comments,
                    }
                        .Where(of => of.Value != null)
                        .ToDictionary(of => of.Key, of => of.Value!.Value)
                )
            );
        }
        return workspace.Cases.Of("spring");
    }
}
