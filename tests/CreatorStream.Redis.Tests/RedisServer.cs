using StackExchange.Redis;

namespace CreatorStream.Redis.Tests;

/// <summary>
/// A redis-server of a test's own, which it may flush, kill and start again where it was; or, for tests that do no such
/// thing, the one that CREATORSTREAM_TEST_REDIS names.
/// </summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("creatorstream-redis-");
    private readonly string[] arguments;
    private ChildProcess? process;

    private RedisServer(string[] arguments) => this.arguments = arguments;

    public int Port { get; private set; }
    public string Address { get; private set; } = "";

    /// <summary>What the keys of this test begin with.</summary>
    public string Prefix { get; } = $"test-{Guid.NewGuid():N}";
    public string Folder => folder.FullName;
    private string Dump => Path.Combine(Folder, "dump.rdb");

    /// <summary>One that is left as it was but for keys of the test's own.</summary>
    public static async Task<RedisServer> SomeAsync() =>
        Environment.GetEnvironmentVariable("CREATORSTREAM_TEST_REDIS") is { Length: > 0 } address
            ? new RedisServer([]) { Address = address }
            : await StartAsync();

    /// <param name="arguments">In place of a plain port; <c>{port}</c> and <c>{folder}</c> stand for them.</param>
    public static async Task<RedisServer> StartAsync(params string[] arguments)
    {
        var server = new RedisServer(arguments.Length > 0 ? arguments : ["--port", "{port}"]);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it, on the same port where it had one, with the dump that lies there.</summary>
    public async Task StartAgainAsync()
    {
        Skip.IfNot(
            ChildProcess.IsOnPath("redis-server"),
            "There is no redis-server on this machine (apt-get install redis-server)."
        );
        bool isFirst = Port == 0;
        for (bool isTaken = true; isTaken; )
        {
            if (isFirst)
            {
                Port = FreePorts.Next();
                Address = $"127.0.0.1:{Port}";
            }
            process = ChildProcess.Start(
                "redis",
                "redis-server",
                ((string[])[.. arguments, "--bind", "127.0.0.1", "--dir", Folder, "--save", ""]).Select(argument =>
                    argument.Replace("{port}", $"{Port}").Replace("{folder}", Folder)
                )
            );
            try
            {
                await process.SaysAsync("Ready to accept connections");
                isTaken = false;
            }
            // Another process took the port meanwhile, or the one before has not given it back yet.
            catch (IOException) when (process.Output.Contains("Address already in use", StringComparison.Ordinal))
            {
                await KillAsync();
            }
        }
    }

    public async Task KillAsync()
    {
        await process!.DisposeAsync();
        process = null;
    }

    /// <summary>What is there now, as a dump that <see cref="KillAsync"/> and <see cref="StartAgainAsync"/> go back to.</summary>
    public async Task SaveAsync()
    {
        using ConnectionMultiplexer client = await ConnectAsync();
        await client.GetDatabase().ExecuteAsync("SAVE");
        Assert.True(File.Exists(Dump));
    }

    public async Task FlushAsync()
    {
        using ConnectionMultiplexer client = await ConnectAsync();
        await client.GetDatabase().ExecuteAsync("FLUSHALL");
    }

    /// <summary>A client beside those under test.</summary>
    public Task<ConnectionMultiplexer> ConnectAsync() =>
        ConnectionMultiplexer.ConnectAsync(
            new ConfigurationOptions
            {
                EndPoints = { Address },
                AllowAdmin = true,
                ConnectTimeout = (int)Eventually.Limit.TotalMilliseconds,
                SyncTimeout = (int)Eventually.Limit.TotalMilliseconds,
                AsyncTimeout = (int)Eventually.Limit.TotalMilliseconds,
            }
        );

    public async ValueTask DisposeAsync()
    {
        if (process != null)
        {
            await KillAsync();
        }
        folder.Delete(true);
    }
}
