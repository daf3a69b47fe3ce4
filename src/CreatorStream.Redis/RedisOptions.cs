using System.Globalization;
using System.Net;
using StackExchange.Redis;

namespace CreatorStream.Redis;

/// <summary>Where Redis is and how it is used. Its text never holds the password.</summary>
public sealed class RedisOptions
{
    private const int DefaultPort = 6379;

    /// <summary><c>host:port[,host:port]</c>: the nodes of one Redis. Without a port, 6379.</summary>
    public required string Address { get; init; }

    /// <summary>The ACL user; null for the default user.</summary>
    public string? User { get; init; }

    public string? Password { get; init; }

    public bool Tls { get; init; }

    /// <summary>A PEM file of the authorities that may sign the server's certificate; null for those of the machine.</summary>
    public string? CaFile { get; init; }

    /// <summary>What every key and the channel begin with: one for each service, and each life of its log.</summary>
    public string Prefix { get; init; } = "cs";

    /// <summary>How long an operation may take before Redis counts as away.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long Redis is left alone after a failure, and how often an idle connection is probed.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often versions are compared: what Redis lost, and what an announcement did not tell.</summary>
    public TimeSpan CheckEvery { get; init; } = TimeSpan.FromSeconds(5);

    public override string ToString() => $"{Address}{(Tls ? " (TLS)" : "")}{(User == null ? "" : $" as {User}")}";

    /// <exception cref="FormatException">The address or the user is malformed.</exception>
    /// <exception cref="NotSupportedException">The client library doesn't know ACL users.</exception>
    internal ConfigurationOptions Configure()
    {
        ConfigurationOptions configuration = WithUser();
        foreach (
            string node in Address.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        )
        {
            configuration.EndPoints.Add(ParseNode(node));
        }
        if (configuration.EndPoints.Count == 0)
        {
            throw new FormatException("The address of Redis is empty: it is host:port[,host:port].");
        }
        configuration.Password = Password;
        configuration.AbortOnConnectFail = false;
        configuration.ClientName = "creatorstream";
        configuration.ConnectRetry = 1;
        configuration.ConnectTimeout = (int)Timeout.TotalMilliseconds;
        configuration.SyncTimeout = (int)Timeout.TotalMilliseconds;
        // Keys and channels of the library's own, which an ACL user has no right to.
        configuration.TieBreaker = "";
        configuration.ConfigurationChannel = "";
        if (Tls)
        {
            configuration.Ssl = true;
            if (CaFile != null)
            {
                configuration.CertificateValidation += new CertificateAuthority(CaFile).Accepts;
            }
        }
        return configuration;
    }

    /// <summary>Through the parser, because the property is not there in every version of the library.</summary>
    private ConfigurationOptions WithUser()
    {
        if (User == null)
        {
            return new ConfigurationOptions();
        }
        if (User.Length == 0 || User.AsSpan().ContainsAny(",= "))
        {
            throw new FormatException("The user of Redis is empty or holds a comma, a blank or '='.");
        }
        try
        {
            return ConfigurationOptions.Parse($"user={User}");
        }
        catch (ArgumentException error)
        {
            throw new NotSupportedException(
                "This version of StackExchange.Redis knows no ACL users: name a password only, for the default user.",
                error
            );
        }
    }

    private static EndPoint ParseNode(string node)
    {
        if (IPEndPoint.TryParse(node, out IPEndPoint? address))
        {
            return address.Port == 0 ? new IPEndPoint(address.Address, DefaultPort) : address;
        }
        int colon = node.LastIndexOf(':');
        string host = colon < 0 ? node : node[..colon];
        int port = DefaultPort;
        bool good =
            Uri.CheckHostName(host) == UriHostNameType.Dns
            && (
                colon < 0
                || int.TryParse(node.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port)
                    && port is > 0 and <= ushort.MaxValue
            );
        return good
            ? new DnsEndPoint(host, port)
            : throw new FormatException($"'{node}' is no address of Redis: it is host:port.");
    }
}
