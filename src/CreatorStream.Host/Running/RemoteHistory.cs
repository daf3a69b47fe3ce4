using CreatorStream.Host.Configuration;
using CreatorStream.Kafka.Tasks;
using CreatorStream.Pipeline.Callers;
using CreatorStream.Serve.Callers;

namespace CreatorStream.Host.Running;

/// <summary>Answers from the process that owns the workspace: its figures by pane, and what cases rest on, are there and nowhere else.</summary>
internal static class RemoteHistory
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>For the events of a case the log is read.</summary>
    private static readonly TimeSpan ReadingPatience = TimeSpan.FromMinutes(10);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/campaigns/{id}/history", Ask(Patience)).WithMetadata(new RequiresAttribute(Rights.Read));
        routes
            .MapGet("/api/campaigns/{id}/cases/events", Ask(ReadingPatience))
            .WithMetadata(new RequiresAttribute(Rights.Read));
    }

    private static Func<HttpContext, Roles, ServiceOptions, IHttpClientFactory, Task> Ask(TimeSpan patience) =>
        (context, roles, options, clients) => GetAsync(context, roles, options, clients, patience);

    private static async Task GetAsync(
        HttpContext context,
        Roles roles,
        ServiceOptions options,
        IHttpClientFactory clients,
        TimeSpan patience
    )
    {
        int partitions = roles.Partitions;
        string task = TaskNames.OfWorkspaces(TaskNames.TaskOf(RequestWorkspace.Of(context.Request), partitions));
        if (roles.Owners?.Find(task) is not { } record)
        {
            await FailAsync(context, "No process has taken this workspace over yet.");
            return;
        }
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        timeout.CancelAfter(patience);
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            new Uri(new Uri(record.Owner), context.Request.Path + context.Request.QueryString)
        );
        if (options.Key is { } key)
        {
            request.Headers.Authorization = new("Bearer", key);
        }
        try
        {
            using HttpClient client = clients.CreateClient();
            client.Timeout = Timeout.InfiniteTimeSpan;
            using HttpResponseMessage answer = await client.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                timeout.Token
            );
            context.Response.StatusCode = (int)answer.StatusCode;
            context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            if (answer.Content.Headers.ContentDisposition is { } disposition)
            {
                context.Response.Headers.ContentDisposition = disposition.ToString();
            }
            if (answer.Headers.RetryAfter is { } after)
            {
                context.Response.Headers.RetryAfter = after.ToString();
            }
            await answer.Content.CopyToAsync(context.Response.Body, timeout.Token);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
        {
            context.RequestAborted.ThrowIfCancellationRequested();
            await FailAsync(context, "The process that has this workspace's history does not answer; try again.");
        }
    }

    private static async Task FailAsync(HttpContext context, string error)
    {
        if (context.Response.HasStarted)
        {
            // What came of it must not pass for the whole.
            context.Abort();
            return;
        }
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = "1";
        await context.Response.WriteAsJsonAsync(new { error });
    }
}
