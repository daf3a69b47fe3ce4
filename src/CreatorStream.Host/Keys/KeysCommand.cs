using System.CommandLine;
using CreatorStream.Events;
using CreatorStream.Host.Configuration;
using CreatorStream.Import;
using CreatorStream.Pipeline.Callers;
using CreatorStream.Serve.Callers;

namespace CreatorStream.Host.Keys;

/// <summary>
/// <c>keys add|list|revoke</c>: changes the keys file. A running service takes it over within a second; it need not be
/// stopped, and the lock of its data folder is not asked for.
/// </summary>
internal static class KeysCommand
{
    /// <returns>Exit codes: 0 done, 1 failed, 2 wrong usage.</returns>
    public static Command Create(TimeProvider time)
    {
        var data = new Option<string?>("--data")
        {
            Description = "The service's data folder: its keys.json is meant (or environment: CREATORSTREAM_DATA)",
        };
        var keys = new Option<string?>("--keys")
        {
            Description = "Another file of keys (or environment: CREATORSTREAM_KEYS)",
        };
        string PathOf(ParseResult parsed) =>
            new ServiceOptions
            {
                Keys = parsed.GetValue(keys) ?? Of("CREATORSTREAM_KEYS"),
                Data = parsed.GetValue(data) ?? Of("CREATORSTREAM_DATA"),
            }.KeysFile
            ?? throw new UsageException("which keys are meant? Name the data folder by --data, or the file by --keys");
        var command = new Command("keys", "Makes, lists and revokes the keys that open a service")
        {
            Add(PathOf, time),
            List(PathOf),
            Revoke(PathOf),
        };
        foreach (Command action in command.Subcommands)
        {
            action.Options.Add(data);
            action.Options.Add(keys);
        }
        return command;
    }

    private static Command Add(Func<ParseResult, string> pathOf, TimeProvider time)
    {
        Argument<string> name = Name();
        var rights = new Option<string>("--rights")
        {
            Description = $"What it may do, with commas between: {RightsText.Known}",
            Required = true,
        };
        var workspaces = new Option<string[]>("--workspace")
        {
            Description = "A workspace that it reaches; several by saying it again (all without it)",
        };
        var command = new Command("add", "Makes a key and shows it, once") { name, rights, workspaces };
        command.SetAction(
            (parsed, _) =>
                Guard(() =>
                {
                    string called = parsed.GetValue(name)!;
                    if (!Ways.IsName(called))
                    {
                        throw new UsageException(
                            $"«{called}» can't be the name of a key: letters, digits, dots, hyphens and underscores, a letter or digit first, at most 48"
                        );
                    }
                    Rights? may = RightsText.Parse(
                        parsed
                            .GetValue(rights)!
                            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    );
                    if (may is not { } known)
                    {
                        throw new UsageException($"--rights takes {RightsText.Known}, with commas between");
                    }
                    string[] reached = parsed.GetValue(workspaces) ?? [];
                    if (!reached.All(KeyFile.IsWorkspace))
                    {
                        throw new UsageException($"a workspace has 1 to {EventField.Workspace.MaxBytes()} bytes");
                    }
                    (string key, StoredKey stored) = StoredKey.Make(
                        called,
                        known,
                        reached.Length == 0 ? null : [.. reached.Distinct()],
                        time.GetUtcNow()
                    );
                    KeyFile.Change(
                        pathOf(parsed),
                        all =>
                            all.Any(of => of.Name == called)
                                ? throw new KeyFileException($"There is a key {called} already: revoke it first.")
                                : [.. all, stored]
                    );
                    Console.Error.WriteLine($"The key {called}. It is shown this once and kept nowhere:");
                    Console.WriteLine(key);
                })
        );
        return command;
    }

    private static Command List(Func<ParseResult, string> pathOf)
    {
        var command = new Command("list", "Lists the keys, their rights and workspaces");
        command.SetAction(
            (parsed, _) =>
                Guard(() =>
                {
                    foreach (StoredKey key in KeyFile.Read(pathOf(parsed)) ?? [])
                    {
                        string reached = key.Workspaces == null ? "all workspaces" : string.Join(", ", key.Workspaces);
                        Console.WriteLine(
                            $"{key.Name}\t{string.Join(',', RightsText.Write(key.Rights))}\t{reached}\t{key.Created}"
                        );
                    }
                })
        );
        return command;
    }

    private static Command Revoke(Func<ParseResult, string> pathOf)
    {
        Argument<string> name = Name();
        var command = new Command("revoke", "Ends a key, and the sessions and connections made with it") { name };
        command.SetAction(
            (parsed, _) =>
                Guard(() =>
                {
                    string called = parsed.GetValue(name)!;
                    KeyFile.Change(
                        pathOf(parsed),
                        all =>
                            all.Any(of => of.Name == called)
                                ? [.. all.Where(of => of.Name != called)]
                                : throw new KeyFileException($"There is no key {called}.")
                    );
                    Console.WriteLine($"{called} is revoked. A running service knows within a second.");
                })
        );
        return command;
    }

    private static Argument<string> Name() => new("NAME") { Description = "What the key is called; shown as key:NAME" };

    private static string? Of(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;

    private static Task<int> Guard(Action act) =>
        CommandErrors.Guard(() =>
        {
            try
            {
                act();
                return Task.FromResult(0);
            }
            catch (KeyFileException error)
            {
                Console.Error.WriteLine($"creatorstream: {error.Message}");
                return Task.FromResult(1);
            }
        });
}
