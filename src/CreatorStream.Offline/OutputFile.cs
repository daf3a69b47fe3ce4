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
        FileStream? inPlace = IsDevice(path) || IsDevice(target) ? File.Create(path) : TryOpenPipe(target);
        if (inPlace is not null || TryBegin(target) is not { } part)
        {
            Write(inPlace ?? File.Create(path), write);
            return;
        }
        try
        {
            Write(part, write);
            Replace(target, part.Name);
        }
        finally
        {
            File.Delete(part.Name);
        }
    }

    private static bool IsDevice(string path)
    {
        string full = Path.GetFullPath(path);
        return full.StartsWith("/dev/", StringComparison.Ordinal)
            || full.StartsWith("/proc/", StringComparison.Ordinal);
    }

    /// <summary>A pipe has no length, as an empty file, and is never replaced.</summary>
    /// <returns>null: it is none.</returns>
    private static FileStream? TryOpenPipe(string target)
    {
        if (!File.Exists(target) || new FileInfo(target).Length > 0)
        {
            return null;
        }
        // Opened once: whoever reads the other end takes the first writer's end for that of the table.
        var stream = new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        if (!stream.CanSeek)
        {
            return stream;
        }
        stream.Dispose();
        return null;
    }

    /// <summary>A file beside it, for the same readers.</summary>
    /// <returns>null: a file may be written here, and none be made.</returns>
    private static FileStream? TryBegin(string target)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        bool exists = File.Exists(target);
        if (exists)
        {
            // One that may not be written is not replaced either.
            using var _ = new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = File.GetUnixFileMode(target);
            }
        }
        try
        {
            return new FileStream($"{target}.{Guid.NewGuid():n}.part", options);
        }
        catch (Exception error) when (exists && error is (UnauthorizedAccessException or IOException))
        {
            return null;
        }
    }

    /// <summary>What is mounted by itself can't be replaced, only written over.</summary>
    private static void Replace(string target, string part)
    {
        try
        {
            File.Move(part, target, overwrite: true);
        }
        catch (Exception error) when (File.Exists(part) && error is (UnauthorizedAccessException or IOException))
        {
            File.Copy(part, target, overwrite: true);
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
