namespace CreatorStream.Offline;

/// <summary>Where a command writes its table. A file is there whole or not at all: until then an older one stays as it was.</summary>
internal static class OutputFile
{
    /// <param name="path">null: standard output.</param>
    /// <param name="write">Lines end with \n.</param>
    /// <param name="shown">Of a short table, in place of standard output.</param>
    public static void Write(string? path, Action<TextWriter> write, TextWriter? shown = null)
    {
        if (path is null && shown is not null)
        {
            write(shown);
            return;
        }
        if (path is null)
        {
            Write(Console.OpenStandardOutput(), write);
            return;
        }
        var file = new FileInfo(path);
        string target = file.LinkTarget is null ? path : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        if (HasNothingToLose(path, target) || TryBegin(target) is not { } part)
        {
            Write(File.Create(path), write);
            return;
        }
        try
        {
            Write(part, write);
            if (!OperatingSystem.IsWindows() && File.Exists(target))
            {
                File.SetUnixFileMode(part.Name, File.GetUnixFileMode(target));
            }
            File.Move(part.Name, target, overwrite: true);
        }
        catch
        {
            File.Delete(part.Name);
            throw;
        }
    }

    /// <summary>Devices and pipes have no length, and are never replaced.</summary>
    private static bool HasNothingToLose(string path, string target)
    {
        string full = Path.GetFullPath(path);
        return full.StartsWith("/dev/", StringComparison.Ordinal)
            || full.StartsWith("/proc/", StringComparison.Ordinal)
            || (File.Exists(target) && new FileInfo(target).Length == 0);
    }

    /// <returns>null: a file may be written here, and none be made.</returns>
    private static FileStream? TryBegin(string target)
    {
        try
        {
            return new FileStream($"{target}.{Environment.ProcessId}.part", FileMode.CreateNew);
        }
        catch (UnauthorizedAccessException) when (File.Exists(target))
        {
            return null;
        }
    }

    private static void Write(Stream to, Action<TextWriter> write)
    {
        using var writer = new StreamWriter(to) { NewLine = "\n" };
        write(writer);
        writer.Flush();
        (to as FileStream)?.Flush(flushToDisk: to.CanSeek);
    }
}
