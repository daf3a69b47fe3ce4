using System.Globalization;
using System.Text;

namespace CreatorStream.Bench.Web;

/// <summary>Requests of one kind, each made in the same buffer as the one before.</summary>
/// <param name="Status">What the service answers to a good one.</param>
internal sealed record WebRequests(string Name, int Status, Func<ReadOnlyMemory<byte>> Next)
{
    /// <summary>Of the catalog, behind which links lead somewhere.</summary>
    public const string Link = "bench";

    /// <summary>What browsers send with whatever they ask for.</summary>
    private const string Agent =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";

    private const int Distinct = 1_000;

    /// <summary>The least that the service does for a request: what it costs to be asked at all.</summary>
    public static WebRequests Empty(Uri service) => Fixed("empty answer", 200, Get(service, "/health/live"));

    /// <summary>One event a request, as a server or the script sends it.</summary>
    public static WebRequests Single(Uri service, string? key, int run, TimeProvider time)
    {
        var body = new BenchBody(run, 0, Distinct);
        string authorization = key is null ? "" : $"Authorization: Bearer {key}\r\n";
        byte[] head = Encoding.ASCII.GetBytes(
            $"POST /v1/events HTTP/1.1\r\nHost: {service.Authority}\r\nUser-Agent: {Agent}\r\n{authorization}Content-Type: application/json\r\nContent-Length: "
        );
        byte[] request = new byte[head.Length + 1024];
        head.CopyTo(request, 0);
        int next = Distinct;
        return new WebRequests(
            "single events",
            200,
            () =>
            {
                if (next == Distinct)
                {
                    body.Next(time.GetUtcNow());
                    next = 0;
                }
                ReadOnlySpan<byte> line = body.Line(next++);
                line.Length.TryFormat(
                    request.AsSpan(head.Length),
                    out int digits,
                    default,
                    CultureInfo.InvariantCulture
                );
                int at = head.Length + digits;
                "\r\n\r\n"u8.CopyTo(request.AsSpan(at));
                line.CopyTo(request.AsSpan(at + 4));
                return request.AsMemory(0, at + 4 + line.Length);
            }
        );
    }

    /// <summary>The pixel of a post, each for a visitor whom nobody has seen before.</summary>
    public static WebRequests Pixel(Uri service)
    {
        byte[][] calls = Enumerable
            .Range(0, Distinct)
            .Select(post =>
                Get(
                    service,
                    $"/v1/p.gif?type=impression&campaign=camp-{post / 50}&creator=creator-{post / 5}&content=post-{post}&platform=instagram"
                )
            )
            .ToArray();
        int next = 0;
        return new WebRequests("pixel", 200, () => calls[next++ % Distinct]);
    }

    /// <summary>A tracked link, each time by a visitor whom nobody has seen before.</summary>
    public static WebRequests Links(Uri service) => Fixed("tracked links", 302, Get(service, $"/l/{Link}"));

    private static WebRequests Fixed(string name, int status, byte[] request) => new(name, status, () => request);

    private static byte[] Get(Uri service, string path) =>
        Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: {service.Authority}\r\nUser-Agent: {Agent}\r\nAccept: */*\r\nAccept-Language: en\r\nReferer: https://blog.example/spring\r\n\r\n"
        );
}
