using System.Text;
using CreatorStream.Import;

namespace CreatorStream.Connectors;

/// <summary>Secrets of a YAML file stand elsewhere: in variables of the environment or in files.</summary>
internal static class YamlSecret
{
    private const int MostSecrets = 2;
    private const int LeastBytes = 16;

    /// <summary>Before the base64 of a secret of Standard Webhooks.</summary>
    private const string StandardPrefix = "whsec_";

    /// <summary>One, or two while it is replaced.</summary>
    /// <param name="folder">Files lie beside it.</param>
    public static IReadOnlyList<(YamlKeys At, string Text)> ReadAll(YamlKeys node, string folder)
    {
        IReadOnlyList<(YamlKeys At, string Text)> secrets = [.. node.Items().Select(at => (at, Read(at, folder)))];
        return secrets.Count is 0 or > MostSecrets
            ? throw node.Error($"1 to {MostSecrets} secrets are wanted here")
            : secrets;
    }

    /// <inheritdoc cref="ReadAll"/>
    public static string Read(YamlKeys node, string folder)
    {
        // A secret that stands here itself is not said again in the complaint.
        if (!node.IsMap)
        {
            throw node.Error("{ env: NAME } or { file: PATH } is wanted here");
        }
        string? variable = node.Text("env");
        string? file = node.Text("file");
        node.NoOthers();
        return (variable, file) switch
        {
            ({ } name, null) => Environment.GetEnvironmentVariable(name)?.Trim()
                ?? throw node.Error($"the variable {name} is not set"),
            (null, { } path) => ReadFile(node, Path.Combine(folder, path)),
            _ => throw node.Error("one of 'env' and 'file' is wanted here"),
        };
    }

    /// <summary>The bytes of a secret as Standard Webhooks writes it.</summary>
    public static byte[] Standard(YamlKeys at, string text)
    {
        byte[] secret = new byte[text.Length];
        return
            text.StartsWith(StandardPrefix, StringComparison.Ordinal)
            && Convert.TryFromBase64Chars(text.AsSpan(StandardPrefix.Length), secret, out int length)
            ? Checked(at, secret[..length])
            : throw at.Error($"a secret of this signature is {StandardPrefix} and base64");
    }

    public static byte[] Checked(YamlKeys at, byte[] secret) =>
        secret.Length >= LeastBytes
            ? secret
            : throw at.Error($"a secret of less than {LeastBytes} bytes can be guessed");

    private static string ReadFile(YamlKeys node, string path)
    {
        try
        {
            return File.ReadAllText(path, new UTF8Encoding(false, true)).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw node.Error(error is DecoderFallbackException ? "a secret is text" : error.Message);
        }
    }
}
