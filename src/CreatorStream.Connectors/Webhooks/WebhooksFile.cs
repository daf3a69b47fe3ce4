using System.Text;
using CreatorStream.Events;
using CreatorStream.Import;
using CreatorStream.Pipeline.Callers;
using CreatorStream.Pipeline.Catalog;

namespace CreatorStream.Connectors.Webhooks;

/// <summary>Reads the file of webhooks; docs/webhooks.md describes it.</summary>
public static class WebhooksFile
{
    private const int MostHooks = 100;
    private const int MostSecrets = 2;
    private const int LeastSecretBytes = 16;

    /// <summary>Before the base64 of a secret of Standard Webhooks.</summary>
    private const string StandardPrefix = "whsec_";

    /// <exception cref="YamlFileException">It can't be used; the message names key and line, and never a secret.</exception>
    public static IReadOnlyList<Webhook> Read(string path)
    {
        try
        {
            using var text = new StreamReader(path, new UTF8Encoding(false, true));
            return Parse(path, text);
        }
        catch (Exception error)
            when (error is IOException or UnauthorizedAccessException or DecoderFallbackException or InputException)
        {
            throw new YamlFileException($"{path} can't be read: {error.Message}", error);
        }
    }

    /// <param name="path">What it names lies beside it.</param>
    /// <inheritdoc cref="Read"/>
    internal static IReadOnlyList<Webhook> Parse(string path, TextReader text)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var root = YamlKeys.Load(path, text);
        YamlKeys list = root.Find("hooks") ?? throw root.Error("'hooks' is missing: a list of webhooks");
        root.NoOthers();
        var hooks = new Dictionary<string, Webhook>(StringComparer.Ordinal);
        foreach (YamlKeys item in list.Items())
        {
            Webhook hook = One(item, folder);
            if (!hooks.TryAdd(hook.Name, hook))
            {
                throw item.Error($"there are two hooks of the name '{hook.Name}'");
            }
        }
        return hooks.Count <= MostHooks ? [.. hooks.Values] : throw list.Error($"at most {MostHooks} hooks");
    }

    private static Webhook One(YamlKeys item, string folder)
    {
        string name = item.Text("name") ?? throw item.Error("'name' is missing: the last part of its address");
        if (!Ways.IsName(name))
        {
            throw item.Find("name")!.Error("letters, digits, dot, hyphen and underscore, at most 48, are a name");
        }
        string workspace = item.Text("workspace") ?? Subject.DefaultWorkspace;
        if (workspace.Length == 0 || Encoding.UTF8.GetByteCount(workspace) > EventField.Workspace.MaxBytes())
        {
            throw item.Find("workspace")!.Error("1 to 200 bytes are a workspace");
        }
        var hook = new Webhook(
            name,
            workspace,
            RightsOf(item),
            SignatureOf(item, folder),
            MapOf(item, folder, workspace)
        );
        item.NoOthers();
        return hook;
    }

    private static Rights RightsOf(YamlKeys item)
    {
        YamlKeys found = item.Find("rights") ?? throw item.Error("'rights' is missing: collect, sell or both");
        Rights rights = Rights.None;
        foreach (string word in found.Texts())
        {
            rights |= word switch
            {
                "collect" => Rights.Collect,
                "sell" => Rights.Sell,
                _ => throw found.Error($"'{word}' is neither collect nor sell"),
            };
        }
        return rights == Rights.None ? throw found.Error("collect, sell or both are wanted here") : rights;
    }

    private static BodyMapper MapOf(YamlKeys item, string folder, string workspace)
    {
        string map = item.Text("map") ?? throw item.Error("'map' is missing: a mapping, as import --map takes it");
        string beside = Path.Combine(folder, map);
        return BodyMapper.Load(File.Exists(beside) ? beside : map, workspace);
    }

    private static Signature SignatureOf(YamlKeys item, string folder)
    {
        YamlKeys found =
            item.Find("secret") ?? throw item.Error("'secret' is missing: { env: NAME } or { file: PATH }");
        IReadOnlyList<(YamlKeys At, string Text)> secrets = [.. found.Items().Select(at => (at, SecretOf(at, folder)))];
        if (secrets.Count is 0 or > MostSecrets)
        {
            throw found.Error($"1 to {MostSecrets} secrets are wanted here");
        }
        YamlKeys? signature = item.Find("signature");
        if (signature is null || signature.Scalar == "standard")
        {
            return new StandardSignature([
                .. secrets.Select(secret => Checked(secret.At, Standard(secret.At, secret.Text))),
            ]);
        }
        if (!signature.IsMap)
        {
            throw signature.Error("standard, or { header: NAME, form: hex or base64 }, is wanted here");
        }
        string header = signature.Text("header") ?? throw signature.Error("'header' is missing");
        bool isHex = signature.Text("form") switch
        {
            "hex" => true,
            "base64" => false,
            _ => throw signature.Error("'form' is hex or base64"),
        };
        var plain = new BodySignature(
            header,
            isHex,
            signature.Text("prefix") ?? "",
            [.. secrets.Select(secret => Checked(secret.At, Encoding.UTF8.GetBytes(secret.Text)))]
        );
        signature.NoOthers();
        return plain;
    }

    private static string SecretOf(YamlKeys node, string folder)
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
            (null, { } path) => ReadSecret(node, Path.Combine(folder, path)),
            _ => throw node.Error("one of 'env' and 'file' is wanted here"),
        };
    }

    private static string ReadSecret(YamlKeys node, string path)
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

    private static byte[] Standard(YamlKeys at, string text)
    {
        byte[] secret = new byte[text.Length];
        return
            text.StartsWith(StandardPrefix, StringComparison.Ordinal)
            && Convert.TryFromBase64Chars(text.AsSpan(StandardPrefix.Length), secret, out int length)
            ? secret[..length]
            : throw at.Error($"a secret of this signature is {StandardPrefix} and base64");
    }

    private static byte[] Checked(YamlKeys at, byte[] secret) =>
        secret.Length >= LeastSecretBytes
            ? secret
            : throw at.Error($"a secret of less than {LeastSecretBytes} bytes can be guessed");
}
