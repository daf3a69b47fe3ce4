using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace CreatorStream.Redis;

/// <summary>Trusts servers whose certificate one of the authorities in a file signed, and no others.</summary>
internal sealed class CertificateAuthority
{
    private readonly X509Certificate2Collection roots = [];

    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="FormatException">The file holds no certificate.</exception>
    public CertificateAuthority(string pemFile)
    {
        roots.ImportFromPemFile(pemFile);
        if (roots.Count == 0)
        {
            throw new FormatException($"{pemFile} holds no certificate in PEM form.");
        }
    }

    /// <summary>The name must match as ever; only who signed is decided here.</summary>
    public bool Accepts(object? sender, X509Certificate? certificate, X509Chain? presented, SslPolicyErrors errors)
    {
        if (certificate == null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
        {
            return false;
        }
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        foreach (X509ChainElement element in presented?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }
        using X509Certificate2 server = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return chain.Build(server);
    }
}
