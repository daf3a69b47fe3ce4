using System.Security.Cryptography;
using System.Text;
using CreatorStream.Events;
using CreatorStream.Pipeline.Callers;

namespace CreatorStream.Serve.Callers;

/// <summary>
/// All keys that open this service: those of the keys file as they are now, and the one of its settings. Without any, who
/// calls on the machine itself may do everything.
/// </summary>
public sealed class KeyRing
{
    private const int MostKeyBytes = 1024;

    private readonly Lock gate = new();
    private readonly Entry? first;
    private IReadOnlyDictionary<string, Entry> stored = new Dictionary<string, Entry>();
    private volatile Entry[] all;
    private volatile Credential? local;

    /// <param name="firstKey">Of the settings: it has all rights.</param>
    /// <param name="path">Of the keys file, which need not be there yet; null: there can't be one.</param>
    /// <exception cref="KeyFileException">The file can't be used.</exception>
    public KeyRing(string? firstKey, string? path)
    {
        Path = path;
        if (firstKey != null)
        {
            first = new Entry(
                SHA256.HashData(Encoding.UTF8.GetBytes(firstKey)),
                new Credential(new Principal(Ways.KeyPrefix, Rights.All), isMade: false),
                null
            );
        }
        all = first == null ? [] : [first];
        local = first == null ? new Credential(Principal.Local, isMade: false) : null;
        if (path != null && KeyFile.Read(path) is { } keys)
        {
            Load(keys);
        }
    }

    public string? Path { get; }

    /// <summary>
    /// Whoever calls without a key, on a service that has none; null on one that has or had: when its last key is
    /// revoked it is closed, not open.
    /// </summary>
    public Credential? Local => local;

    public bool HasKeys => local == null;

    /// <summary>Takes over what the file holds now; what is there no more ends, with its sessions and connections.</summary>
    public void Load(IReadOnlyList<StoredKey> keys)
    {
        List<Credential> gone = [];
        lock (gate)
        {
            var next = new Dictionary<string, Entry>();
            foreach (StoredKey key in keys)
            {
                next[key.Name] =
                    stored.GetValueOrDefault(key.Name) is { } known && known.Key!.IsSame(key)
                        ? known
                        : new Entry(Convert.FromHexString(key.Hash), key.ToCredential(), key);
            }
            gone.AddRange(
                from entry in stored
                where !ReferenceEquals(next.GetValueOrDefault(entry.Key), entry.Value)
                select entry.Value.Credential
            );
            stored = next;
            all = first == null ? [.. next.Values] : [first, .. next.Values];
            if (local is { } open)
            {
                // Whoever has a file of keys had some, also where all of them are revoked.
                gone.Add(open);
                local = null;
            }
        }
        gone.ForEach(credential => credential.End());
    }

    /// <summary>Whose key it is. Compared with all keys, always in full: how long it takes tells nothing.</summary>
    public Credential? Find(ReadOnlySpan<char> shown)
    {
        Span<byte> bytes = stackalloc byte[MostKeyBytes];
        if (!Encoding.UTF8.TryGetBytes(shown, bytes, out int length))
        {
            return null;
        }
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..length], hash);
        Credential? found = null;
        foreach (Entry entry in all)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, entry.Hash))
            {
                found = entry.Credential;
            }
        }
        return found;
    }

    private sealed record Entry(byte[] Hash, Credential Credential, StoredKey? Key);
}
