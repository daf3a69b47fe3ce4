using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace CreatorStream.Bench.Screen;

/// <summary>From accepted to on the screen beside ten busy workspaces: of ten, and of very many.</summary>
/// <param name="quiet">Workspaces that have a campaign and an event, and nothing else ever.</param>
internal sealed class WorkspacesBench(Uri service, LoadedScreen screen, int quiet, TimeProvider time)
{
    private const int Turns = 2;

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <exception cref="HttpRequestException">The service can't be reached, or refuses.</exception>
    public async Task<IReadOnlyList<LoadedRow>> Run(CancellationToken ct)
    {
        await Measure(LoadedScreen.Workspaces, ct);
        await Parallel.ForAsync(0, quiet, ct, Begin);
        // Their first views are made.
        await Task.Delay(TimeSpan.FromSeconds(5), time, ct);
        await Measure(LoadedScreen.Workspaces + quiet, ct);
        return screen.Rows;
    }

    private async Task Measure(int workspaces, CancellationToken ct)
    {
        for (int turn = 0; turn < Turns; turn++)
        {
            await screen.Measure(string.Create(CultureInfo.InvariantCulture, $"of {workspaces:N0}"), null, ct);
        }
    }

    private async ValueTask Begin(int number, CancellationToken ct)
    {
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"id":"quiet-{{number}}","type":"click","time":"{{time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}","visitor":"quiet-{{number}}","workspace":"quiet-{{number}}","campaign":"spring","creator":"ana","content":"post"}"""
        );
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        body.Headers.ContentType = Json;
        using HttpResponseMessage response = await screen.Http.PostAsync(new Uri(service, "/v1/events"), body, ct);
        response.EnsureSuccessStatusCode();
    }
}
