using Spectre.Console;

namespace CreatorStream.Import;

/// <summary>What was asked for makes no sense; exit code 2.</summary>
public sealed class UsageException : Exception
{
    public UsageException() { }

    public UsageException(string message)
        : base(message) { }

    public UsageException(string message, Exception inner)
        : base(message, inner) { }
}

/// <summary>Turns the errors that a user can mend into one line and an exit code; others keep their stack trace.</summary>
public static class CommandErrors
{
    /// <summary>The console of the error output: standard output is for results.</summary>
    public static IAnsiConsole Console { get; } =
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(System.Console.Error) });

    public static async Task<int> Guard(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (Exception e) when (e is UsageException or YamlFileException)
        {
            await System.Console.Error.WriteLineAsync($"creatorstream: {e.Message}");
            return 2;
        }
        catch (OperationCanceledException)
        {
            await System.Console.Error.WriteLineAsync("creatorstream: stopped; a second run repeats nothing twice");
            return 1;
        }
        catch (Exception e)
            when (e
                    is SinkException
                        or InputException
                        or CatalogFileException
                        or IOException
                        or InvalidDataException
                        or UnauthorizedAccessException
                        or HttpRequestException
            )
        {
            await System.Console.Error.WriteLineAsync($"creatorstream: {e.Message}");
            return 1;
        }
    }
}
