using System.Security.Cryptography;
using System.Text;
using CreatorStream.Connectors.Webhooks;

namespace CreatorStream.Connectors.Tests.Webhooks;

/// <summary>A collector with webhooks, and those who call them.</summary>
internal sealed class Hooks : IAsyncDisposable
{
    public const string Key = "bm8tb25lLWtub3dzLXRoaXMtc2VjcmV0LWJ1dC11cw==";
    public const string Plain = "It's a Secret to Everybody";

    private const string Map = """
        events:
          - id: { column: id, prefix: order- }
            type: purchase
            time: { column: created_at }
            visitor: { columns: [customer.id, id] }
            source: shop
            order: { column: id }
            value: { column: total }
            currency: EUR
            code: { column: codes.0.code }
          - when: { column: refunded, empty: false }
            id: { column: id, prefix: refund- }
            type: refund
            time: { column: created_at }
            visitor: { column: customer.id }
            source: shop
            order: { column: id }
            value: { column: refunded }
            currency: EUR
        """;

    private const string Touches = """
        events:
          - id: { row: hash }
            type: click
            time: { column: at }
            visitor: v
            campaign: spring
        """;

    private readonly Scratch scratch = new();

    private Hooks() { }

    public Collector Collector { get; private set; } = null!;

    /// <param name="time">Of the collector; null: it stands still.</param>
    /// <param name="waitsForBodies">The web server gives no body up that comes slowly.</param>
    public static async Task<Hooks> Start(TimeProvider? time = null, bool waitsForBodies = false)
    {
        var hooks = new Hooks();
        hooks.scratch.Write("shop.yaml", Map);
        hooks.scratch.Write("touches.yaml", Touches);
        hooks.scratch.Write("standard.secret", $"whsec_{Key}\n");
        hooks.scratch.Write("next.secret", $"whsec_{Convert.ToBase64String(Next)}");
        hooks.scratch.Write("plain.secret", Plain);
        string file = hooks.scratch.Write(
            "hooks.yaml",
            """
            hooks:
              - name: shop
                workspace: acme
                rights: [sell]
                secret: { file: standard.secret }
                map: shop.yaml
              - name: rotated
                rights: [sell]
                secret: [{ file: next.secret }, { file: standard.secret }]
                map: shop.yaml
              - name: clicks
                rights: [sell]
                secret: { file: standard.secret }
                map: touches.yaml
              - name: hex
                rights: [collect]
                secret: { file: plain.secret }
                signature: { header: X-Hub-Signature-256, form: hex, prefix: "sha256=" }
                map: touches.yaml
              - name: base64
                rights: [sell, collect]
                secret: { file: plain.secret }
                signature: { header: X-Shop-Hmac, form: base64 }
                map: touches.yaml
            """
        );
        IReadOnlyList<Webhook> read = WebhooksFile.Read(file);
        hooks.Collector = await Collector.Start(
            alsoMap: routes => routes.MapWebhooks(read),
            time: time,
            waitsForBodies: waitsForBodies
        );
        return hooks;
    }

    public static byte[] Next { get; } = SHA256.HashData("the next secret"u8);

    /// <summary>The headers of a call at the collector's time, give or take.</summary>
    public static (string, string)[] Signed(string body, int secondsAgo = 0, byte[]? secret = null)
    {
        string timestamp = (FixedTime.Now.ToUnixTimeSeconds() - secondsAgo).ToString(
            System.Globalization.CultureInfo.InvariantCulture
        );
        byte[] made = HMACSHA256.HashData(
            secret ?? Convert.FromBase64String(Key),
            Encoding.UTF8.GetBytes($"msg_1.{timestamp}.{body}")
        );
        return
        [
            ("webhook-id", "msg_1"),
            ("webhook-timestamp", timestamp),
            ("webhook-signature", $"v1,{Convert.ToBase64String(made)}"),
        ];
    }

    public async Task<Answer> Send(
        string hook,
        string body,
        (string Name, string Value)[] headers,
        string type = Collector.Json
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/hooks/{hook}")
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)),
        };
        request.Content.Headers.TryAddWithoutValidation("content-type", type);
        foreach ((string name, string value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }
        using HttpResponseMessage response = await Collector.Client.SendAsync(request);
        return await Answer.Of(response);
    }

    public async ValueTask DisposeAsync()
    {
        await Collector.DisposeAsync();
        scratch.Dispose();
    }
}
