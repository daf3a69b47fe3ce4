using CreatorStream.Pipeline.Callers;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Workspaces.Views;
using CreatorStream.Serve.Callers;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CreatorStream.Serve;

/// <summary>HTTP out: campaigns, views, history, and the hub.</summary>
public static class ServeEndpoints
{
    public static IServiceCollection AddServe(this IServiceCollection services)
    {
        services.AddSingleton<ClientMailboxes>().AddSingleton<HubRights>();
        services.AddSignalR(options =>
        {
            options.MaximumReceiveMessageSize = 32 * 1024;
            options.EnableDetailedErrors = false;
            options.AddFilter<HubRights>();
        });
        // SignalR brings the framework's authorization with it, which every request would pass; the door is Access.
        services.RemoveAll<IAuthorizationHandlerProvider>();
        return services;
    }

    /// <summary>Who may call, of every process that answers by HTTP.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services, KeyRing keys) =>
        services
            .AddSingleton(keys)
            .AddSingleton<Sessions>()
            .AddSingleton<GuessLimit>()
            .AddSingleton<WrongKeyLog>()
            .AddSingleton<Access>()
            .AddHostedService<KeyWatch>();

    /// <summary>Before everything that answers.</summary>
    public static void UseAccess(this WebApplication app) => app.Services.GetRequiredService<Access>().Use(app);

    public static void MapServe(this IEndpointRouteBuilder routes)
    {
        var read = new RequiresAttribute(Rights.Read);
        routes.MapSession();
        routes.MapHub<DashboardHub>("/hub").WithMetadata(read);
        routes
            .MapGet("/api/campaigns", GetCampaignsAsync)
            .WithMetadata(read)
            .WithSummary("The campaigns of a workspace, those seen in events only among them");
        foreach (IGrouping<ViewScope, View> of in ViewRegistry.All.GroupBy(view => view.Scope))
        {
            ViewScope scope = of.Key;
            RouteHandlerBuilder route =
                scope == ViewScope.Workspace
                    ? routes.MapGet(
                        "/api/views/{view}",
                        (HttpContext context, string view, IViewSource views) =>
                            GetViewAsync(context, scope, "", view, views)
                    )
                    : routes.MapGet(
                        $"/api/{ViewScopes.Name(scope)}s/{{id}}/views/{{view}}",
                        (HttpContext context, string id, string view, IViewSource views) =>
                            GetViewAsync(context, scope, RouteName.Of(context, id, fromEnd: 3), view, views)
                    );
            route
                .WithMetadata(read)
                .WithSummary(
                    $"A view of a {ViewScopes.Name(scope)}: {string.Join(", ", of.Select(view => view.Name))}"
                );
        }
    }

    /// <summary>History, where the figures are: beside the workspace task.</summary>
    public static void MapHistory(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/campaigns/{id}/history", HistoryEndpoint.GetAsync)
            .WithMetadata(new RequiresAttribute(Rights.Read))
            .WithSummary("Figures in equal steps: from and to in RFC 3339, step in seconds");

    /// <summary>What is said where a scope has no view of a name.</summary>
    internal static string NoView(ViewScope scope) =>
        $"There is no view of this name. There are: {string.Join(", ", ViewRegistry.NamesOf(scope))}.";

    /// <summary>What is said where a view that exists by name is not there: of what has others it comes later.</summary>
    internal static string Missing(ViewKey key, IViewSource views) =>
        key.IsWhole && ViewRegistry.NamesOf(key.Scope).Any(other => views.Get(key with { View = other }) != null)
            ? $"There is no view {key.View} of this {ViewScopes.Name(key.Scope)} yet: it comes once there are figures for it."
            : $"There is no such {ViewScopes.Name(key.Scope)}.";

    private static async Task GetCampaignsAsync(HttpContext context, IViewSource views)
    {
        var key = ViewKey.OfWorkspace(RequestWorkspace.Of(context.Request), ViewRegistry.Campaigns);
        context.Response.ContentType = "application/json";
        ViewJson.WriteTable(context.Response.BodyWriter, views.Get(key)?.Tables["rows"] ?? new ViewTable([]));
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static async Task GetViewAsync(
        HttpContext context,
        ViewScope scope,
        string of,
        string view,
        IViewSource views
    )
    {
        var key = new ViewKey(RequestWorkspace.Of(context.Request), scope, of, view);
        if (views.Get(key) is { } document)
        {
            context.Response.ContentType = "application/json";
            ViewJson.WriteView(context.Response.BodyWriter, document);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            return;
        }
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        string error = ViewRegistry.Find(view)?.Scope == scope ? Missing(key, views) : NoView(scope);
        await context.Response.WriteAsJsonAsync(new { error });
    }
}
