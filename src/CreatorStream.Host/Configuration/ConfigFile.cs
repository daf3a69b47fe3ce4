using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CreatorStream.Host.Configuration;

/// <summary>A value of the file and the line it stands on.</summary>
internal sealed record ConfigValue(string Text, long Line);

/// <summary>The YAML file of settings: one mapping of names to plain values.</summary>
internal static class ConfigFile
{
    /// <exception cref="SettingException">The file can't be used; the message names key and line.</exception>
    public static IReadOnlyDictionary<string, ConfigValue> Read(string path)
    {
        var stream = new YamlStream();
        try
        {
            using StreamReader reader = File.OpenText(path);
            stream.Load(reader);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"The file {path} can't be read: {error.Message}");
        }
        catch (YamlException error)
        {
            throw new SettingException($"{path}, line {error.Start.Line}: this is no YAML: {error.Message}");
        }
        var values = new Dictionary<string, ConfigValue>();
        if (stream.Documents.Count == 0)
        {
            return values;
        }
        if (stream.Documents[0].RootNode is not YamlMappingNode root)
        {
            throw new SettingException($"{path}, line 1: expected «name: value» lines.");
        }
        foreach ((YamlNode key, YamlNode value) in root.Children)
        {
            string name = ((key as YamlScalarNode)?.Value) ?? "";
            if (Settings.All.All(setting => setting.Name != name))
            {
                string known = string.Join(", ", Settings.All.Select(setting => setting.Name));
                throw new SettingException(
                    $"{path}, line {key.Start.Line}: «{name}» is not a setting. There are: {known}."
                );
            }
            if (value is not YamlScalarNode { Value: { } text })
            {
                throw new SettingException($"{path}, line {value.Start.Line}: {name} must be one plain value.");
            }
            values[name] = new ConfigValue(text, value.Start.Line);
        }
        return values;
    }

    /// <exception cref="SettingException">The value can't be used; the message names file, line and key.</exception>
    public static ServiceOptions Apply(string path, Setting setting, ConfigValue value, ServiceOptions options)
    {
        try
        {
            return setting.Apply(options, value.Text);
        }
        catch (SettingException error)
        {
            throw new SettingException($"{path}, line {value.Line}: {setting.Name} {error.Message}");
        }
    }
}
