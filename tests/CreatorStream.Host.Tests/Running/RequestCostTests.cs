using System.Diagnostics;
using CreatorStream.Host.Configuration;
using CreatorStream.Host.Running;
using CreatorStream.Serve;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CreatorStream.Host.Tests.Running;

/// <summary>What the framework would do for every request, or write to a log, and nobody asks for.</summary>
public class RequestCostTests
{
    [Fact]
    public async Task A_request_begins_no_activity_and_passes_no_authorization_but_ours()
    {
        (string? activity, string path) seen = default;
        var options = new ServiceOptions { Port = 0 };
        WebApplicationBuilder builder = WebParts.CreateBuilder(options, WebParts.OpenKeys(options));
        builder.Services.AddSingleton(TimeProvider.System).AddServe();
        await using WebApplication app = builder.Build();
        app.MapGet("/", () => seen = (Activity.Current?.Id, Environment.StackTrace));
        Uri address = await WebParts.StartAsync(app, options, default);
        using var http = new HttpClient();
        await http.GetAsync(address);
        Assert.Null(seen.activity);
        Assert.Contains("Kestrel", seen.path, StringComparison.Ordinal);
        Assert.DoesNotContain("Authorization", seen.path, StringComparison.Ordinal);
    }

    /// <summary>Else one that never lets its requests run out keeps the thread, and all that waits for it.</summary>
    [Fact]
    public async Task After_some_requests_of_a_connection_others_have_their_turn()
    {
        var yielded = new List<bool>();
        var options = new ServiceOptions { Port = 0 };
        WebApplicationBuilder builder = WebParts.CreateBuilder(options, WebParts.OpenKeys(options));
        builder.Services.AddSingleton(TimeProvider.System).AddServe();
        await using WebApplication app = builder.Build();
        ConnectionTurns.Use(app);
        app.MapGet("/", () => yielded.Add(Environment.StackTrace.Contains("YieldAsync", StringComparison.Ordinal)));
        Uri address = await WebParts.StartAsync(app, options, default);
        using var http = new HttpClient();
        for (int request = 0; request < 2 * ConnectionTurns.MostRequests; request++)
        {
            await http.GetAsync(address);
        }
        Assert.DoesNotContain(true, yielded[..(ConnectionTurns.MostRequests - 1)]);
        Assert.True(yielded[ConnectionTurns.MostRequests - 1]);
        Assert.True(yielded[^1]);
    }

    [Fact]
    public void The_folder_that_it_is_started_in_is_not_watched()
    {
        var options = new ServiceOptions();
        WebApplicationBuilder builder = WebParts.CreateBuilder(options, WebParts.OpenKeys(options));
        FileConfigurationSource[] files =
        [
            .. ((IConfigurationBuilder)builder.Configuration).Sources.OfType<FileConfigurationSource>(),
        ];
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.False(file.ReloadOnChange));
    }
}
