using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CreatorStream.Redis.Tests;

public sealed class ConnectionTests
{
    private const string Secret = "a-very-secret-word";

    [Theory]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("host:")]
    [InlineData("host:0")]
    [InlineData("host:65536")]
    [InlineData("host:6379,other:x")]
    [InlineData("http://host")]
    public void A_malformed_address_is_refused(string address) =>
        Assert.Throws<FormatException>(() => new RedisOptions { Address = address }.Configure());

    [Theory]
    [InlineData("redis", "redis:6379")]
    [InlineData("a.example:7000, b.example", "a.example:7000,b.example:6379")]
    [InlineData("127.0.0.1,[::1]:7001", "127.0.0.1:6379,[::1]:7001")]
    public void Addresses_are_read(string address, string expected) =>
        Assert.Equal(
            expected.Split(','),
            new RedisOptions { Address = address }
                .Configure()
                .EndPoints.Select(node => node.ToString()!.Replace("Unspecified/", ""))
        );

    [Fact]
    public void The_text_of_the_options_holds_no_secret() =>
        Assert.DoesNotContain(Secret, new RedisOptions { Address = "redis:1", Password = Secret }.ToString());

    [SkippableFact]
    public async Task A_password_opens_and_a_wrong_one_is_told_without_being_told()
    {
        await using RedisServer redis = await RedisServer.StartAsync("--port", "{port}", "--requirepass", Secret);
        await using var good = Wiring.Start(new RedisOptions { Address = redis.Address, Password = Secret });
        good.Writer.Put([Views.Of(1, 1)]);
        await good.ShowsAsync(Views.Of(1, 1));
        await using var bad = Wiring.Start(new RedisOptions { Address = redis.Address, Password = Secret + "-not" });
        await Eventually.Holds("it is said", () => bad.ConnectionLog.Has("can't be reached"));
        Assert.False(bad.Connection.IsOpen);
        Assert.False(good.ConnectionLog.Has(Secret));
        Assert.False(bad.ConnectionLog.Has(Secret));
    }

    [SkippableFact]
    public async Task Over_TLS_only_a_server_that_the_authority_signed_is_trusted()
    {
        string folder = Directory.CreateTempSubdirectory("creatorstream-tls-").FullName;
        try
        {
            (string ca, string certificate, string key) = WriteCertificates(folder);
            (string otherCa, _, _) = WriteCertificates(
                Directory.CreateDirectory(Path.Combine(folder, "other")).FullName
            );
            await using RedisServer redis = await RedisServer.StartAsync([
                .. (string[])["--port", "0", "--tls-port", "{port}", "--tls-auth-clients", "no"],
                .. (string[])["--tls-cert-file", certificate, "--tls-key-file", key, "--tls-ca-cert-file", ca],
            ]);
            string address = $"localhost:{redis.Port}";
            await using var good = Wiring.Start(
                new RedisOptions
                {
                    Address = address,
                    Tls = true,
                    CaFile = ca,
                    Timeout = TimeSpan.FromSeconds(5),
                }
            );
            good.Writer.Put([Views.Of(1, 1)]);
            await good.ShowsAsync(Views.Of(1, 1));
            foreach (string? authority in (string?[])[otherCa, null])
            {
                await using var bad = Wiring.Start(
                    new RedisOptions
                    {
                        Address = address,
                        Tls = true,
                        CaFile = authority,
                    }
                );
                await Eventually.Holds("it is said", () => bad.ConnectionLog.Has("can't be reached"));
                Assert.False(bad.Connection.IsOpen);
            }
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static (string Ca, string Certificate, string Key) WriteCertificates(string folder)
    {
        DateTimeOffset from = DateTimeOffset.UtcNow.AddDays(-1);
        using var caKey = RSA.Create(2048);
        var ca = new CertificateRequest(
            "CN=test authority",
            caKey,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
        ca.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 authority = ca.CreateSelfSigned(from, from.AddDays(10));
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.Create(authority, from, from.AddDays(9), [1, 2, 3]);
        string Write(string name, string text)
        {
            string path = Path.Combine(folder, name);
            File.WriteAllText(path, text);
            return path;
        }
        return (
            Write("ca.pem", authority.ExportCertificatePem()),
            Write("server.pem", certificate.ExportCertificatePem()),
            Write("server.key", key.ExportPkcs8PrivateKeyPem())
        );
    }
}
