namespace CreatorStream.Serve.Callers;

/// <summary>Folders with secrets, or with people's data, in them.</summary>
public static class PrivateFolder
{
    /// <summary>Makes a folder for nobody else. One that is there stays as it is.</summary>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
