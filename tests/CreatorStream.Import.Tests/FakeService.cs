using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Import.Tests;

/// <summary>A collector in this process, over a real socket, that keeps what it gets and can be told to misbehave.</summary>
internal sealed class FakeService : IAsyncDisposable
{
    private readonly WebApplication app;

    private FakeService(WebApplication app) => this.app = app;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>Path and lines of every request that was taken.</summary>
    public ConcurrentQueue<(string Path, string[] Lines, string? Authorization)> Requests { get; } = [];

    /// <summary>Answers to give, in turn, before behaving.</summary>
    public ConcurrentQueue<Func<HttpContext, Task>> Troubles { get; } = [];

    /// <summary>Says of a line why it is refused.</summary>
    public Func<string, (string Field, string Reason)?> Refuse { get; set; } = _ => null;

    /// <summary>Called before a request is answered.</summary>
    public Action Taken { get; set; } = () => { };

    public IEnumerable<string> Lines(string path) => Requests.Where(r => r.Path == path).SelectMany(r => r.Lines);

    public static async Task<FakeService> Start()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        var service = new FakeService(app);
        app.MapPost("/{**path}", service.Take);
        await app.StartAsync();
        IServerAddressesFeature addresses = app
            .Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!;
        service.Address = new Uri(addresses.Addresses.Single());
        return service;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task Take(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        string[] lines = (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (Troubles.TryDequeue(out Func<HttpContext, Task>? trouble))
        {
            await trouble(context);
            return;
        }
        string authorization = context.Request.Headers.Authorization.ToString();
        Requests.Enqueue((context.Request.Path, lines, authorization.Length > 0 ? authorization : null));
        Taken();
        var rejected = lines
            .Select((line, index) => (index, refusal: Refuse(line)))
            .Where(item => item.refusal is not null)
            .Select(item => new
            {
                item.index,
                field = item.refusal!.Value.Field,
                reason = item.refusal.Value.Reason,
            })
            .ToArray();
        int accepted = lines.Length - rejected.Length;
        context.Response.StatusCode =
            rejected.Length == 0 ? 200
            : accepted > 0 ? 207
            : 400;
        await context.Response.WriteAsync(JsonSerializer.Serialize(new { accepted, rejected }));
    }
}
