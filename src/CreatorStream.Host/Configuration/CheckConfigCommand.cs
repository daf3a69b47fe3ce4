using System.CommandLine;
using CreatorStream.Host.Running;

namespace CreatorStream.Host.Configuration;

/// <summary><c>check-config FILE</c>: says whether a file of settings, and those that it names, can be used, naming key and line at fault.</summary>
internal static class CheckConfigCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The YAML file to check" };
        var command = new Command(
            "check-config",
            "Checks a file of settings, and those of webhooks and notifications that it names, and says which key and line is at fault"
        )
        {
            file,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(file)!;
            try
            {
                IReadOnlyDictionary<string, ConfigValue> values = ConfigFile.Read(path);
                var options = new ServiceOptions();
                foreach (Setting setting in Settings.All)
                {
                    if (values.TryGetValue(setting.Name, out ConfigValue? value))
                    {
                        options = ConfigFile.Apply(path, setting, value, options);
                    }
                }
                _ = WebParts.OpenWebhooks(options);
                _ = WebParts.OpenNotifications(options);
                Console.WriteLine($"{path}: {values.Count} settings, all good.");
                return 0;
            }
            catch (SettingException error)
            {
                Console.Error.WriteLine(error.Message);
                return 1;
            }
        });
        return command;
    }
}
