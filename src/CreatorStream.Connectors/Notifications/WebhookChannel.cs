using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CreatorStream.Connectors.Notifications;

/// <summary>
/// A program of the operator's, which can prove who calls: signed as Standard Webhooks has it, an HMAC-SHA256 over
/// <c>id.timestamp.body</c>.
/// </summary>
/// <param name="secrets">Signed with each: while one is replaced, the other side has either.</param>
internal sealed class WebhookChannel(
    string name,
    Uri url,
    IReadOnlyList<byte[]> secrets,
    HttpSender sender,
    TimeProvider time
) : Channel(name)
{
    public override bool IsForPeople => false;

    public override Task<Answer> SendAsync(string id, Notification notification, int tries, CancellationToken cancel)
    {
        byte[] body = notification.ToJson();
        string timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return sender.PostAsync(
            url,
            body,
            [
                new("webhook-id", id),
                new("webhook-timestamp", timestamp),
                new("webhook-signature", string.Join(' ', Sign(id, timestamp, body))),
            ],
            cancel
        );
    }

    internal IEnumerable<string> Sign(string id, string timestamp, byte[] body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        return secrets.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, signed)));
    }
}
