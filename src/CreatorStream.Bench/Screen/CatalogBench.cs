using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace CreatorStream.Bench.Screen;

/// <summary>From accepted to on the screen while catalog entries come, beside the same without any.</summary>
/// <param name="perSecond">Entries.</param>
internal sealed class CatalogBench(Uri service, LoadedScreen screen, double perSecond, TimeProvider time)
{
    private const int Turns = 2;

    /// <summary>Those of the load: see BenchBody.</summary>
    private const int Posts = 1_000;
    private const int Campaigns = 20;
    private const int Creators = 200;

    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly Random random = new(1);
    private int entries;

    /// <exception cref="HttpRequestException">The service can't be reached, or refuses.</exception>
    public async Task<IReadOnlyList<LoadedRow>> Run(CancellationToken ct)
    {
        for (int turn = 0; turn < Turns; turn++)
        {
            await screen.Measure("none", null, ct);
            await screen.Measure("content that nobody has seen", until => Enter(NewContent, until), ct);
            await screen.Measure("content that moves", until => Enter(MovedContent, until), ct);
            await screen.Measure("codes and rates", until => Enter(CodeOrRate, until), ct);
        }
        return screen.Rows;
    }

    private string NewContent() => Content($"new-{++entries}");

    private string MovedContent() => Content($"post-{random.Next(Posts)}");

    private string Content(string id) =>
        $$"""{"kind":"content","id":"{{id}}","campaign":"camp-{{random.Next(Campaigns)}}","creator":"creator-{{random.Next(Creators)}}",""";

    private string CodeOrRate() =>
        ++entries % 2 == 0
            ? $$"""{"kind":"code","id":"CODE{{entries}}","campaign":"camp-0","creator":"creator-0","""
            : $$"""{"kind":"rate","id":"USD-{{entries}}","currency":"USD","day":"2020-01-01","rate":{{entries}},""";

    /// <summary>Sends entries, of one workspace after another, until it is cancelled.</summary>
    private async Task Enter(Func<string> next, CancellationToken until)
    {
        long started = time.GetTimestamp();
        for (int number = 0; !until.IsCancellationRequested; number++)
        {
            TimeSpan wait = TimeSpan.FromSeconds(number / perSecond) - time.GetElapsedTime(started);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, CancellationToken.None);
            }

            string text = string.Create(
                CultureInfo.InvariantCulture,
                $"{next()}\"workspace\":\"w-{number % LoadedScreen.Workspaces}\"}}"
            );
            using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
            body.Headers.ContentType = Json;
            using HttpResponseMessage response = await screen.Http.PostAsync(
                new Uri(service, "/api/catalog"),
                body,
                CancellationToken.None
            );
            response.EnsureSuccessStatusCode();
        }
    }
}
