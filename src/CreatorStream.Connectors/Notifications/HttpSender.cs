using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace CreatorStream.Connectors.Notifications;

/// <summary>
/// Posts JSON to an address of the operator's. Redirects are not followed: they could lead into the own network, and the
/// signature is not for whoever they name.
/// </summary>
internal sealed class HttpSender(TimeProvider time) : IDisposable
{
    private const int MostBodyBytes = 1_024;
    private const int MostHeaderKilobytes = 16;

    private readonly HttpClient client = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            MaxResponseHeadersLength = MostHeaderKilobytes,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        }
    )
    {
        // Whoever sends says how long it may take.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task<Answer> PostAsync(
        Uri url,
        byte[] json,
        IEnumerable<KeyValuePair<string, string>> headers,
        CancellationToken cancel
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(json) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.UserAgent.ParseAdd("CreatorStream");
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        try
        {
            using HttpResponseMessage response = await client.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                cancel
            );
            return new Answer(
                OutcomeOf(response.StatusCode),
                $"HTTP {(int)response.StatusCode}",
                RetryAfterOf(response.Headers.RetryAfter),
                await BeginningAsync(response.Content, cancel)
            );
        }
        catch (HttpRequestException error)
        {
            // Its message may name the host, and never the path, in which some have their secret.
            return new Answer(Outcome.Again, $"no answer ({error.HttpRequestError})");
        }
    }

    public void Dispose() => client.Dispose();

    /// <summary>
    /// A redirect for good is final as 4xx are: only the operator can mend the address. One for now is over some time, as the
    /// page is that says that somebody is at work.
    /// </summary>
    private static Outcome OutcomeOf(HttpStatusCode status) =>
        (int)status switch
        {
            >= 200 and < 300 => Outcome.Taken,
            302 or 303 or 307 or 408 or 425 or 429 or >= 500 => Outcome.Again,
            _ => Outcome.Refused,
        };

    private TimeSpan? RetryAfterOf(RetryConditionHeaderValue? header) =>
        header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);

    /// <summary>The status said what became of it: what else comes, or doesn't, changes nothing.</summary>
    private static async Task<string> BeginningAsync(HttpContent content, CancellationToken cancel)
    {
        byte[] bytes = new byte[MostBodyBytes];
        int length = 0;
        try
        {
            await using Stream stream = await content.ReadAsStreamAsync(cancel);
            length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancel);
        }
        catch (Exception error) when (error is IOException or HttpRequestException or OperationCanceledException)
        {
            return "";
        }
        string text = Encoding.UTF8.GetString(bytes.AsSpan(0, length));
        return string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim();
    }
}
