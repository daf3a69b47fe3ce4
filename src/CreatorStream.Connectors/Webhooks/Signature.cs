using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace CreatorStream.Connectors.Webhooks;

/// <summary>What a call must carry so that it is its sender's: an HMAC-SHA256 by a secret that both know.</summary>
public abstract class Signature
{
    private readonly IReadOnlyList<byte[]> secrets;

    /// <param name="secrets">Any of them is good: while a secret is replaced there are two.</param>
    private protected Signature(IReadOnlyList<byte[]> secrets) => this.secrets = secrets;

    /// <summary>The header that it stands in.</summary>
    internal abstract string Header { get; }

    /// <summary>Why a call is not its sender's, for the operator's eyes; null: it is.</summary>
    /// <param name="body">As it was sent, to the byte.</param>
    internal abstract string? Fault(IHeaderDictionary headers, ReadOnlySpan<byte> body, DateTimeOffset now);

    /// <summary>Whether one of the signatures is made by one of the secrets; how long that takes tells nothing of these.</summary>
    /// <param name="given">One after the other.</param>
    /// <param name="head">Signed before the body.</param>
    private protected bool IsMade(ReadOnlySpan<byte> given, ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        Span<byte> made = stackalloc byte[HMACSHA256.HashSizeInBytes];
        bool found = false;
        foreach (byte[] secret in secrets)
        {
            using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
            hash.AppendData(head);
            hash.AppendData(body);
            hash.GetHashAndReset(made);
            for (int at = 0; at < given.Length; at += made.Length)
            {
                found |= CryptographicOperations.FixedTimeEquals(made, given.Slice(at, made.Length));
            }
        }
        return found;
    }

    /// <summary>A header that must be there once.</summary>
    private protected static string? Single(IHeaderDictionary headers, string name) =>
        headers.TryGetValue(name, out StringValues values) && values.Count == 1 ? values[0] : null;
}

/// <summary>
/// As Standard Webhooks has it: over <c>id.timestamp.body</c>, in <c>webhook-signature</c> as <c>v1,BASE64</c>, and not
/// older than five minutes, so that nobody who overheard a call can send it again later.
/// </summary>
internal sealed class StandardSignature(IReadOnlyList<byte[]> secrets) : Signature(secrets)
{
    private const string Version = "v1,";
    private const string Signatures = "webhook-signature";

    /// <summary>A sender that replaces its secret signs with both; nobody has so many.</summary>
    private const int MostSignatures = 8;

    private static readonly TimeSpan MostAge = TimeSpan.FromMinutes(5);

    internal override string Header => Signatures;

    internal override string? Fault(IHeaderDictionary headers, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (
            Single(headers, "webhook-id") is not { Length: > 0 } id
            || Single(headers, "webhook-timestamp") is not { } timestamp
            || Single(headers, Signatures) is not { } signatures
        )
        {
            return "webhook-id, webhook-timestamp or webhook-signature is missing";
        }
        if (
            !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            || Math.Abs((decimal)now.ToUnixTimeSeconds() - seconds) > (decimal)MostAge.TotalSeconds
        )
        {
            return "webhook-timestamp is more than five minutes from now";
        }
        Span<byte> given = stackalloc byte[MostSignatures * HMACSHA256.HashSizeInBytes];
        int length = 0;
        foreach (Range at in signatures.AsSpan().Split(' '))
        {
            ReadOnlySpan<char> one = signatures.AsSpan(at);
            if (
                length < given.Length
                && one.StartsWith(Version, StringComparison.Ordinal)
                && Convert.TryFromBase64Chars(one[Version.Length..], given[length..], out int written)
                && written == HMACSHA256.HashSizeInBytes
            )
            {
                length += written;
            }
        }
        return IsMade(given[..length], Encoding.UTF8.GetBytes($"{id}.{timestamp}."), body)
            ? null
            : "webhook-signature is not made by the secret";
    }
}

/// <summary>
/// As many shops and services have it: over the body alone, in a header of theirs. Such a call can be sent again by who
/// overheard it; its events have the ids that they had, and count once.
/// </summary>
/// <param name="header">Its name.</param>
/// <param name="isHex">Written in hexadecimal digits, else in base64.</param>
/// <param name="prefix">What stands before it there.</param>
internal sealed class BodySignature(string header, bool isHex, string prefix, IReadOnlyList<byte[]> secrets)
    : Signature(secrets)
{
    internal override string Header => header;

    internal override string? Fault(IHeaderDictionary headers, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (Single(headers, header) is not { } value)
        {
            return $"{header} is missing";
        }
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return
            value.StartsWith(prefix, StringComparison.Ordinal)
            && TryRead(value.AsSpan(prefix.Length), given)
            && IsMade(given, [], body)
            ? null
            : $"{header} is not made by the secret";
    }

    private bool TryRead(ReadOnlySpan<char> text, Span<byte> into) =>
        isHex
            ? text.Length == into.Length * 2
                && Convert.FromHexString(text, into, out _, out _) == System.Buffers.OperationStatus.Done
            : Convert.TryFromBase64Chars(text, into, out int length) && length == into.Length;
}
