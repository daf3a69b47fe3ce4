using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CreatorStream.Events;
using CreatorStream.Pipeline.Callers;

namespace CreatorStream.Serve.Callers;

/// <summary>
/// A key as it is kept: by its SHA-256. A slow hash defends passwords, of which there are few likely ones; a key has 256
/// random bits, and nobody finds it by trying.
/// </summary>
/// <param name="Workspaces">Those it reaches, by name; null: all.</param>
public sealed record StoredKey(
    string Name,
    string Hash,
    Rights Rights,
    IReadOnlyList<string>? Workspaces,
    string Created
)
{
    /// <summary>So that one is known for what it is where it turns up: in a log, in a repository.</summary>
    private const string Prefix = "cs_";

    private const int RandomBytes = 32;

    /// <returns>The key itself, which is told once, and what is kept of it.</returns>
    public static (string Key, StoredKey Stored) Make(
        string name,
        Rights rights,
        IReadOnlyList<string>? workspaces,
        DateTimeOffset now
    )
    {
        string key = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        return (key, new StoredKey(name, hash, rights, workspaces, Rfc3339.Format(Rfc3339.ToMicros(now))));
    }

    public bool IsSame(StoredKey other) =>
        Name == other.Name
        && Hash == other.Hash
        && Rights == other.Rights
        && (Workspaces ?? []).SequenceEqual(other.Workspaces ?? [])
        && Workspaces is null == other.Workspaces is null;

    public Credential ToCredential() =>
        new(new Principal(Ways.KeyPrefix + Name, Rights, Workspaces?.ToHashSet(StringComparer.Ordinal)), isMade: true);
}
