using System.Buffers;

namespace CreatorStream.Events;

/// <summary>
/// What a person is known by beside the visitor's own id: the same one on events of two visitors says that both are one person.
/// <c>login:</c> with the pseudonym of an account, <c>email:</c> with the SHA-256 of the address, <c>token:</c> with a random one such as
/// a shop's checkout has. Of erased persons the log keeps <c>hash:</c> with its <see cref="ErasedPerson"/>.
/// </summary>
public static class PersonMark
{
    /// <summary>A token that can be guessed would make strangers anybody they like.</summary>
    private const int LeastTokenBytes = 16;

    private const int EmailDigits = 64;

    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789abcdef"u8);

    private static ReadOnlySpan<byte> Login => "login:"u8;
    private static ReadOnlySpan<byte> Email => "email:"u8;
    private static ReadOnlySpan<byte> Token => "token:"u8;
    private static ReadOnlySpan<byte> Hash => "hash:"u8;

    /// <returns>null, or why a text is none.</returns>
    public static string? Check(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith(Email))
        {
            ReadOnlySpan<byte> digits = text[Email.Length..];
            return digits.Length == EmailDigits && !digits.ContainsAnyExcept(Digits)
                ? null
                : "is no address hashed: email: and the SHA-256 of the trimmed address in small letters, as 64 hexadecimal digits in small letters";
        }
        if (text.StartsWith(Token))
        {
            return text.Length - Token.Length >= LeastTokenBytes
                ? null
                : $"is a token of less than {LeastTokenBytes} bytes, which could be guessed";
        }
        if (text.StartsWith(Hash))
        {
            return ErasedPerson.TryParse(text[Hash.Length..], out _)
                ? null
                : "is not what the log keeps of an erased person";
        }
        return text.StartsWith(Login) && text.Length > Login.Length
            ? null
            : "is none of login:, email: or token: with what it is, such as login:7f3a09";
    }

    /// <summary>Whether a stranger may say it: that of an account or an address anybody may know.</summary>
    public static bool IsToken(ReadOnlySpan<byte> text) => text.StartsWith(Token);

    /// <summary>By which the same person is told.</summary>
    /// <param name="secret">The log's.</param>
    public static ulong KeyOf(ReadOnlySpan<byte> text, ulong secret) =>
        text.StartsWith(Hash) && ErasedPerson.TryParse(text[Hash.Length..], out ErasedPerson person)
            ? person.Hash
            : Hash64.Compute(text, secret);

    /// <summary>What the log keeps of it once its person is erased: it joins whom it joined, and nothing leads back.</summary>
    internal static string WithoutName(ReadOnlySpan<byte> text, ulong secret) =>
        text.IsEmpty || text.StartsWith(Hash)
            ? System.Text.Encoding.UTF8.GetString(text)
            : $"hash:{new ErasedPerson(Hash64.Compute(text, secret), 0)}";
}
