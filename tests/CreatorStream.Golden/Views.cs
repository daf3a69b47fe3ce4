using System.Diagnostics;
using System.Text.Json.Nodes;

namespace CreatorStream.Golden;

/// <summary>The figures of a campaign's views by path, as the oracle names them, and waiting for them to be right.</summary>
public static class Views
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Polls until every expected figure is there; at the deadline fails with what differs.</summary>
    public static async Task Await(
        ServiceProcess service,
        string workspace,
        string campaign,
        IReadOnlyDictionary<string, double?> expected,
        string about
    )
    {
        var clock = Stopwatch.StartNew();
        using var pause = new PeriodicTimer(Pause);
        while (true)
        {
            var difference = await Difference(service, workspace, campaign, expected);
            if (difference.Length == 0)
            {
                return;
            }

            Assert.True(
                clock.Elapsed < Deadline,
                $"{about}, workspace {workspace}, campaign {campaign}:\n{difference}"
            );
            await pause.WaitForNextTickAsync();
        }
    }

    private static async Task<string> Difference(
        ServiceProcess service,
        string workspace,
        string campaign,
        IReadOnlyDictionary<string, double?> expected
    ) =>
        ViewFigures.Difference(
            expected,
            Figures(await service.View(workspace, campaign, "overview")),
            Figures(await service.View(workspace, campaign, "creators")),
            Figures(await service.View(workspace, campaign, "content"))
        );

    private static JsonObject? Figures(JsonObject? view) => view?["figures"]!.AsObject();
}
