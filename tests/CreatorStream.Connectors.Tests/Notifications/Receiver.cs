using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Connectors.Tests.Notifications;

/// <summary>A program that takes notifications, and answers as it is told to.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication app;

    private Receiver()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            Calls.Enqueue(
                new Call(
                    context.Request.Path,
                    new HeaderDictionary(context.Request.Headers.ToDictionary()),
                    body.ToArray()
                )
            );
            (int status, Action<HttpResponse>? more) = Answers.TryDequeue(out (int, Action<HttpResponse>?) next)
                ? next
                : (204, null);
            context.Response.StatusCode = status;
            more?.Invoke(context.Response);
            if (status != 204)
            {
                await context.Response.WriteAsync(new string('x', 100_000));
            }
        });
    }

    public ConcurrentQueue<Call> Calls { get; } = new();

    /// <summary>What it answers in turn; then 204.</summary>
    public ConcurrentQueue<(int Status, Action<HttpResponse>? More)> Answers { get; } = new();

    public string Url { get; private set; } = "";

    public static async Task<Receiver> StartAsync()
    {
        var receiver = new Receiver();
        await receiver.app.StartAsync();
        receiver.Url = receiver.app.Urls.First() + "/hook/T0P-secret";
        return receiver;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    internal sealed record Call(string Path, IHeaderDictionary Headers, byte[] Body);
}
