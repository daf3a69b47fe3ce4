using CreatorStream.Pipeline.Callers;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Workspaces.Views;
using CreatorStream.Serve.Callers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

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
            .MapGet(
                "/api/campaigns",
                (HttpRequest request, IViewSource views) =>
                    Results.Bytes(views.Campaigns(RequestWorkspace.Of(request)).Json, "application/json")
            )
            .WithMetadata(read)
            .WithSummary("The campaigns of a workspace, those seen in events only among them");
        routes
            .MapGet("/api/campaigns/{id}/views/{view}", GetViewAsync)
            .WithMetadata(read)
            .WithSummary($"A view: {string.Join(", ", ViewRegistry.Names)}");
    }

    /// <summary>History, where the figures are: beside the workspace task.</summary>
    public static void MapHistory(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/campaigns/{id}/history", HistoryEndpoint.GetAsync)
            .WithMetadata(new RequiresAttribute(Rights.Read))
            .WithSummary("Figures in equal steps: from and to in RFC 3339, step in seconds");

    private static async Task GetViewAsync(HttpContext context, string id, string view, IViewSource views)
    {
        if (views.Get(new ViewKey(RequestWorkspace.Of(context.Request), id, view)) is { } document)
        {
            context.Response.ContentType = "application/json";
            ViewJson.WriteView(context.Response.BodyWriter, document);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            return;
        }
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        string error = ViewRegistry.Names.Contains(view)
            ? "There is no such campaign."
            : $"There is no view of this name: {string.Join(", ", ViewRegistry.Names)}.";
        await context.Response.WriteAsJsonAsync(new { error });
    }
}
