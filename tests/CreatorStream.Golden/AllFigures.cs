using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace CreatorStream.Golden;

/// <summary>The figures of a campaign's five views as they are sent, to be compared as text; and counters of the service.</summary>
public static class AllFigures
{
    private const int Around = 120;

    /// <summary>What has left one queue may not be in the next yet.</summary>
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(3);
    private static readonly string[] Views = ["overview", "timeline", "creators", "content", "alerts"];

    /// <summary>As they are now; null while the campaign is unknown.</summary>
    public static async Task<string?> Read(ServiceProcess service, string workspace, string campaign)
    {
        var figures = new JsonObject();
        foreach (string name in Views)
        {
            if (await service.View(workspace, campaign, name) is not { } view)
            {
                return null;
            }

            figures[name] = view["figures"]!.DeepClone();
        }

        return figures.ToJsonString();
    }

    /// <summary>Waits until the service has worked through its log, and then until the figures are these.</summary>
    public static Task Become(
        ServiceProcess service,
        string workspace,
        string campaign,
        string expected,
        string about
    ) => Become(service, workspace, campaign, now => now == expected ? null : Difference(expected, now), about);

    /// <param name="look">Null when the figures are right, otherwise what is wrong with them.</param>
    public static async Task Become(
        ServiceProcess service,
        string workspace,
        string campaign,
        Func<string, string?> look,
        string about
    )
    {
        await Settle(service);
        await Eventually.Holds(
            about,
            async () => await Read(service, workspace, campaign) is { } now ? look(now) : "nothing"
        );
    }

    /// <summary>The figures, once the service has worked through its log, all views show it, and they stay as they are.</summary>
    public static async Task<string> Settled(ServiceProcess service, string workspace, string campaign)
    {
        await Settle(service);
        string? last = null;
        var unchanged = Stopwatch.StartNew();
        await Eventually.Holds(
            $"settled figures of {campaign}",
            async () =>
            {
                bool isBehind = await Left(service) > 0;
                string? now = await Read(service, workspace, campaign);
                if (isBehind || now is null || now != last)
                {
                    unchanged.Restart();
                }
                last = now;
                return unchanged.Elapsed >= Steady ? null : now ?? "nothing";
            }
        );
        return last!;
    }

    /// <summary>The sum of a counter over all partitions.</summary>
    public static async Task<long> Counter(ServiceProcess service, string name) =>
        (await service.Get("/metrics"))
            .Split('\n')
            .Where(line =>
                line.StartsWith($"creatorstream_{name} ", StringComparison.Ordinal)
                || line.StartsWith($"creatorstream_{name}{{", StringComparison.Ordinal)
            )
            .Sum(line => long.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));

    private static Task Settle(ServiceProcess service) =>
        Eventually.Holds(
            "the log worked through",
            async () =>
            {
                long left = await Left(service);
                return left == 0 ? null : $"{left} left";
            }
        );

    /// <summary>Records, ticks and rounds of views that are still to come.</summary>
    private static async Task<long> Left(ServiceProcess service) =>
        await Counter(service, "lag_records")
        + await Counter(service, "queue_ticks")
        + await Counter(service, "views_behind");

    private static string Difference(string expected, string actual)
    {
        int at = expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"  expected …{Excerpt(expected, at)}…\n  got      …{Excerpt(actual, at)}…";
    }

    private static string Excerpt(string text, int at) =>
        text[Math.Max(0, at - Around)..Math.Min(text.Length, at + Around)];
}
