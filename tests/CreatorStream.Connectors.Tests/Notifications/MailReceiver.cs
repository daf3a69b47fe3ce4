using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace CreatorStream.Connectors.Tests.Notifications;

/// <summary>A mail server on the loopback, which answers one line or another as it is told to.</summary>
internal sealed class MailReceiver : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly bool offersTls;
    private readonly Task accepting;

    public MailReceiver(bool offersTls = false)
    {
        this.offersTls = offersTls;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Whether it begins with a greeting that doesn't end.</summary>
    public bool GreetsForever { get; init; }

    /// <summary>Bytes of that which the other side took, or the sockets between.</summary>
    public long Greeted { get; private set; }

    /// <summary>Messages with their headers.</summary>
    public ConcurrentQueue<string> Messages { get; } = new();

    /// <summary>What was said to it, line by line.</summary>
    public ConcurrentQueue<string> Lines { get; } = new();

    /// <summary>What it says of receivers whom it doesn't take, by their addresses.</summary>
    public ConcurrentDictionary<string, string> Unknown { get; } = new();

    /// <summary>What it answers to the next messages instead of taking them.</summary>
    public ConcurrentQueue<string> Answers { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using TcpClient client = await listener.AcceptTcpClientAsync(stop.Token);
                await TalkAsync(client.GetStream());
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException or IOException)
            {
                // The next one, if any.
            }
        }
    }

    private async Task TalkAsync(Stream stream)
    {
        var reader = new StreamReader(stream, Encoding.ASCII);
        while (GreetsForever)
        {
            await SayAsync(stream, $"220-{new string('x', 500)}");
            Greeted += 506;
        }
        await SayAsync(stream, "220 test");
        while (await reader.ReadLineAsync(stop.Token) is { } line)
        {
            Lines.Enqueue(line);
            switch (line.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "EHLO":
                    await SayAsync(stream, offersTls ? "250-test\r\n250 STARTTLS" : "250-test\r\n250 AUTH PLAIN");
                    break;
                case "STARTTLS":
                    await SayAsync(stream, "220 go on");
                    using (X509Certificate2 own = SelfSigned())
                    {
                        var tls = new SslStream(stream);
                        await tls.AuthenticateAsServerAsync(own);
                        stream = tls;
                    }
                    reader = new StreamReader(stream, Encoding.ASCII);
                    break;
                case "AUTH":
                    bool isGood = line.EndsWith(
                        Convert.ToBase64String("\0robot\0topsecret-topsecret"u8),
                        StringComparison.Ordinal
                    );
                    await SayAsync(stream, isGood ? "235 come in" : "535 no");
                    break;
                case "RCPT":
                    await SayAsync(stream, Unknown.GetValueOrDefault(line.Split('<', '>')[1], "250 ok"));
                    break;
                case "DATA":
                    await SayAsync(stream, "354 go on");
                    var message = new StringBuilder();
                    while (await reader.ReadLineAsync(stop.Token) is { } text && text != ".")
                    {
                        message.Append(text).Append('\n');
                    }
                    bool isRefused = Answers.TryDequeue(out string? answer);
                    if (!isRefused)
                    {
                        Messages.Enqueue(message.ToString());
                    }
                    await SayAsync(stream, answer ?? "250 queued as 4711");
                    break;
                case "QUIT":
                    await SayAsync(stream, "221 bye");
                    return;
                default:
                    await SayAsync(stream, "250 ok");
                    break;
            }
        }
    }

    private Task SayAsync(Stream stream, string line) =>
        stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), stop.Token).AsTask();

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        DateTimeOffset from = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using X509Certificate2 made = request.CreateSelfSigned(from, from.AddYears(30));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
