using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Views;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CreatorStream.Serve;

/// <summary>HTTP out: campaigns, views, history, and the hub.</summary>
public static class ServeEndpoints
{
    public static IServiceCollection AddServe(this IServiceCollection services)
    {
        services.AddSingleton<ClientMailboxes>();
        services.AddSignalR(options =>
        {
            options.MaximumReceiveMessageSize = 32 * 1024;
            options.EnableDetailedErrors = false;
        });
        return services;
    }

    public static void MapServe(this IEndpointRouteBuilder routes, Access access)
    {
        access.MapSession(routes);
        routes.MapHub<DashboardHub>("/hub");
        routes
            .MapGet(
                "/api/campaigns",
                (IViewSource views, string? workspace) =>
                    Results.Bytes(views.Campaigns(workspace ?? Subject.DefaultWorkspace).Json, "application/json")
            )
            .WithSummary("The campaigns of a workspace, those seen in events only among them");
        routes
            .MapGet("/api/campaigns/{id}/views/{view}", GetViewAsync)
            .WithSummary("A view: overview, timeline, creators, content or alerts");
    }

    /// <summary>History, where the figures are: beside the workspace task.</summary>
    public static void MapHistory(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/campaigns/{id}/history", HistoryEndpoint.GetAsync)
            .WithSummary("Figures in equal steps: from and to in RFC 3339, step in seconds");

    private static async Task GetViewAsync(
        HttpContext context,
        string id,
        string view,
        string? workspace,
        IViewSource views
    )
    {
        if (views.Get(new ViewKey(workspace ?? Subject.DefaultWorkspace, id, view)) is { } document)
        {
            context.Response.ContentType = "application/json";
            ViewJson.WriteView(context.Response.BodyWriter, document);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            return;
        }
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        string error = ViewNames.All.Contains(view)
            ? "There is no such campaign."
            : $"There is no view of this name: {string.Join(", ", ViewNames.All)}.";
        await context.Response.WriteAsJsonAsync(new { error });
    }
}
