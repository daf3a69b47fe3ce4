using System.Text.Json.Nodes;

namespace CreatorStream.Golden;

/// <summary>The figures of a campaign's views by path, as the oracle names them, and waiting for them to be right.</summary>
public static class Views
{
    /// <summary>Waits until every expected figure is there.</summary>
    public static Task Await(
        ServiceProcess service,
        string workspace,
        string campaign,
        IReadOnlyDictionary<string, double?> expected,
        string about
    ) =>
        Eventually.Holds(
            $"{about}, workspace {workspace}, campaign {campaign}",
            async () =>
            {
                string difference = await Difference(service, workspace, campaign, expected);
                return difference.Length == 0 ? null : difference;
            }
        );

    private static async Task<string> Difference(
        ServiceProcess service,
        string workspace,
        string campaign,
        IReadOnlyDictionary<string, double?> expected
    )
    {
        return ViewFigures.Difference(
            expected,
            Figures(await service.View(workspace, campaign, "overview")),
            Figures(await service.View(workspace, campaign, "creators")),
            Figures(await service.View(workspace, campaign, "content")),
            // Golden worlds know neither countries nor paths, nor the site by itself.
            await IfExpected("audience"),
            await IfExpected("paths"),
            // What single orders give is told under names of their own.
            await IfExpected("attribution", "attribution/", "credit/", "credited/"),
            await IfExpected("site"),
            await IfExpected("overlap"),
            await IfExpected("emv"),
            await IfExpected("value"),
            await IfExpected("orders"),
            await IfExpected("looseOrders"),
            await IfExpected("codes"),
            await IfExpected("portfolio")
        );

        async Task<JsonObject?> IfExpected(string view, params string[] paths) =>
            !expected.Keys.Any(of =>
                (paths.Length == 0 ? [$"{view}/"] : paths).Any(path => of.StartsWith(path, StringComparison.Ordinal))
            )
                ? null
            : view is "value" or "looseOrders" or "portfolio" ? Figures(await service.WorkspaceView(workspace, view))
            : Figures(await service.View(workspace, campaign, view));
    }

    private static JsonObject? Figures(JsonObject? view) => view?["figures"]!.AsObject();
}
