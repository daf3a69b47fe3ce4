using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using CreatorStream.Pipeline.Callers;

namespace CreatorStream.Serve.Callers;

/// <summary>
/// Who is signed in, in the memory of this process: a restart signs everybody out. A session is a random token, kept by
/// its hash; it ends after its lifetime, by signing out, and with the key it was begun with.
/// </summary>
public sealed class Sessions(TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>Of one key; one more ends the oldest.</summary>
    private const int MostOfOneKey = 100;

    private const int MostTokenLength = 64;
    private const int RandomBytes = 32;

    private readonly Lock gate = new();
    private readonly Dictionary<UInt128, Credential> open = [];
    private readonly Dictionary<Principal, Queue<UInt128>> byKey = [];

    /// <returns>The token, for the browser's cookie.</returns>
    public string Begin(Credential key)
    {
        string token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        UInt128 hash = Hash(token);
        Credential session = key.Session(Lifetime, time);
        Credential? oldest = null;
        lock (gate)
        {
            open[hash] = session;
            if (!byKey.TryGetValue(key.Principal, out Queue<UInt128>? ofKey))
            {
                byKey[key.Principal] = ofKey = [];
            }
            ofKey.Enqueue(hash);
            if (ofKey.Count > MostOfOneKey)
            {
                byKey[key.Principal] = ofKey = new Queue<UInt128>(ofKey.Where(open.ContainsKey));
            }
            if (ofKey.Count > MostOfOneKey)
            {
                open.Remove(ofKey.Dequeue(), out oldest);
            }
        }
        oldest?.End();
        session.Ended.Register(() => Forget(key.Principal, hash));
        return token;
    }

    public Credential? Find(string token)
    {
        if (token.Length > MostTokenLength)
        {
            return null;
        }
        lock (gate)
        {
            return open.GetValueOrDefault(Hash(token));
        }
    }

    /// <summary>Drops what has ended. Those in the queue of a key end in the order in which they began, but for sign-outs.</summary>
    private void Forget(Principal key, UInt128 hash)
    {
        lock (gate)
        {
            open.Remove(hash);
            if (byKey.TryGetValue(key, out Queue<UInt128>? ofKey))
            {
                while (ofKey.TryPeek(out UInt128 first) && !open.ContainsKey(first))
                {
                    ofKey.Dequeue();
                }
                if (ofKey.Count == 0)
                {
                    byKey.Remove(key);
                }
            }
        }
    }

    /// <summary>Half of the SHA-256 of a random token is as hard to hit as the whole.</summary>
    private static UInt128 Hash(string token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(token), hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }
}
