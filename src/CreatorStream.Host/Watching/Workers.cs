using System.Collections.Concurrent;
using System.Text.Json;
using CreatorStream.Host.Configuration;

namespace CreatorStream.Host.Watching;

/// <summary>Asks the processes that own tasks how these are; none of them can hold up the others.</summary>
internal sealed class Workers(ServiceOptions options, IHttpClientFactory clients, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>A busy process may miss one question: only then is it called silent.</summary>
    private static readonly TimeSpan Forbearance = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, (WorkerAnswer Answer, long At)> last = new();

    /// <returns>By address, what each said last; null for one that does not answer.</returns>
    public async Task<IReadOnlyDictionary<string, WorkerAnswer?>> AskAsync(
        IEnumerable<string> addresses,
        CancellationToken cancel
    )
    {
        var answers = new ConcurrentDictionary<string, WorkerAnswer?>();
        await Task.WhenAll(
            addresses.Distinct().Select(async address => answers[address] = await RecentAsync(address, cancel))
        );
        return answers;
    }

    private async Task<WorkerAnswer?> RecentAsync(string address, CancellationToken cancel)
    {
        if (await AskAsync(address, cancel) is { } answer)
        {
            last[address] = (answer, time.GetTimestamp());
            return answer;
        }
        if (last.TryGetValue(address, out (WorkerAnswer Answer, long At) before))
        {
            if (time.GetElapsedTime(before.At) < Forbearance)
            {
                return before.Answer;
            }
            last.TryRemove(address, out _);
        }
        return null;
    }

    private async Task<WorkerAnswer?> AskAsync(string address, CancellationToken cancel)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri))
        {
            return null;
        }
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(Patience);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(uri, "/api/tasks"));
        if (options.Key is { } key)
        {
            request.Headers.Authorization = new("Bearer", key);
        }
        try
        {
            using HttpClient client = clients.CreateClient();
            using HttpResponseMessage answer = await client.SendAsync(request, timeout.Token);
            return answer.IsSuccessStatusCode
                ? await answer.Content.ReadFromJsonAsync<WorkerAnswer>(timeout.Token)
                : null;
        }
        catch (Exception error)
            when (error is HttpRequestException or OperationCanceledException or JsonException or NotSupportedException)
        {
            cancel.ThrowIfCancellationRequested();
            return null;
        }
    }
}
