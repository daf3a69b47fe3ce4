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
        IReadOnlyList<(YamlKeys At, string Text)> secrets = YamlSecret.ReadAll(found, folder);
        YamlKeys? signature = item.Find("signature");
        if (signature is null || signature.Scalar == "standard")
        {
            return new StandardSignature([.. secrets.Select(secret => YamlSecret.Standard(secret.At, secret.Text))]);
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
            [.. secrets.Select(secret => YamlSecret.Checked(secret.At, Encoding.UTF8.GetBytes(secret.Text)))]
        );
        signature.NoOthers();
        return plain;
    }
}
