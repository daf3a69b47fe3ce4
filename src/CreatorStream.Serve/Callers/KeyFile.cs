using System.Text;
using System.Text.Json;
using CreatorStream.Events;

namespace CreatorStream.Serve.Callers;

/// <summary>What a keys file holds can't be used; the message says why.</summary>
public sealed class KeyFileException(string message) : Exception(message);

/// <summary>
/// The file of keys: JSON, for its owner's eyes only, replaced as a whole. Several processes may read it while
/// one changes it.
/// </summary>
public static class KeyFile
{
    private const int Version = 1;
    private const int MostKeys = 1_000;
    private const int HashDigits = 64;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        AllowDuplicateProperties = false,
    };

    /// <returns>null where there is no file.</returns>
    /// <exception cref="KeyFileException">It can't be read, or isn't one.</exception>
    public static IReadOnlyList<StoredKey>? Read(string path)
    {
        Content? content;
        try
        {
            content = JsonSerializer.Deserialize<Content>(File.ReadAllBytes(path), Json);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"The keys file {path} can't be read: {error.Message}");
        }
        catch (JsonException error)
        {
            throw new KeyFileException(
                $"The keys file {path} is damaged (line {error.LineNumber + 1}): restore it, or delete it and make keys anew."
            );
        }
        if (content is not { Version: Version, Keys: { } keys } || keys.Length > MostKeys)
        {
            throw new KeyFileException(
                $"The keys file {path} is not one that this version knows: version {Version}, at most {MostKeys} keys."
            );
        }
        StoredKey[] read = [.. keys.Select((key, index) => Check(path, key, index))];
        return read.DistinctBy(key => key.Name).Count() == read.Length
            ? read
            : throw new KeyFileException($"The keys file {path} has two keys of one name.");
    }

    /// <summary>Changes the file, one process at a time: written aside, then renamed.</summary>
    /// <exception cref="KeyFileException">It can't be read or written, or somebody else changes it just now.</exception>
    public static void Change(string path, Func<IReadOnlyList<StoredKey>, IReadOnlyList<StoredKey>> change)
    {
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            {
                // It may become a service's data folder.
                PrivateFolder.Create(folder);
            }
            using FileStream held = Open(path + ".lock");
            IReadOnlyList<StoredKey> keys = change(Read(path) ?? []);
            if (keys.Count > MostKeys)
            {
                throw new KeyFileException($"There are {MostKeys} keys already: revoke one first.");
            }
            string aside = path + ".new";
            using (FileStream file = Open(aside))
            {
                file.SetLength(0);
                file.Write(JsonSerializer.SerializeToUtf8Bytes(new Content(Version, [.. keys.Select(Line.Of)]), Json));
                file.Flush(flushToDisk: true);
            }
            File.Move(aside, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"The keys file {path} can't be changed: {error.Message}");
        }
    }

    private static FileStream Open(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        return new FileStream(path, options);
    }

    private static StoredKey Check(string path, Line? line, int index)
    {
        if (line is { Name: { } name, Hash: { } hash, Rights: { } names } && Ways.IsName(name))
        {
            bool isHash = hash.Length == HashDigits && hash.All(char.IsAsciiHexDigitLower);
            bool reaches = line.Workspaces is not { } named || (named.Length > 0 && named.All(IsWorkspace));
            if (isHash && reaches && RightsText.Parse(names) is { } rights)
            {
                return new StoredKey(name, hash, rights, line.Workspaces, line.Created ?? "");
            }
        }
        throw new KeyFileException(
            $"The keys file {path} has an entry that can't be used, number {index + 1}: it needs a name, a hash, rights of {RightsText.Known}, and workspaces or null for all."
        );
    }

    public static bool IsWorkspace(string? name) =>
        name is { Length: > 0 } && Encoding.UTF8.GetByteCount(name) <= EventField.Workspace.MaxBytes();

    private sealed record Content(int Version, Line?[]? Keys);

    private sealed record Line(string? Name, string? Hash, string[]? Rights, string[]? Workspaces, string? Created)
    {
        public static Line Of(StoredKey key) =>
            new(key.Name, key.Hash, RightsText.Write(key.Rights), key.Workspaces?.ToArray(), key.Created);
    }
}
