using System.Text;
using CreatorStream.Offline.Attribute;

namespace CreatorStream.Offline.Tests.Attribute;

/// <summary>The command on a file of its own, and what it wrote.</summary>
internal sealed record AttributeRun(int ExitCode, string Output, string Errors)
{
    public static Task<AttributeRun> Of(string text, params string[] options) =>
        Of(Encoding.UTF8.GetBytes(text), options);

    public static async Task<AttributeRun> Of(byte[] file, params string[] options)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("creatorstream-test-");
        try
        {
            string path = Path.Combine(folder.FullName, "paths.csv");
            await File.WriteAllBytesAsync(path, file);
            AttributeRun run = await OfFile(path, options);
            return run with { Errors = run.Errors.Replace(path, "FILE", StringComparison.Ordinal) };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Only in tests of the collection <c>Console</c>: what is written is caught for the whole process.</summary>
    public static async Task<AttributeRun> OfFile(string path, params string[] options)
    {
        (TextWriter output, TextWriter errors) = (Console.Out, Console.Error);
        using var caughtOutput = new StringWriter();
        using var caughtErrors = new StringWriter();
        Console.SetOut(caughtOutput);
        Console.SetError(caughtErrors);
        try
        {
            System.CommandLine.ParseResult parsed = AttributeCommand
                .Create(TimeProvider.System)
                .Parse([path, .. options]);
            int exitCode = await parsed.InvokeAsync();
            // As the program has it.
            exitCode = parsed.Errors.Count > 0 ? 2 : exitCode;
            return new AttributeRun(exitCode, caughtOutput.ToString(), caughtErrors.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
        }
    }
}
