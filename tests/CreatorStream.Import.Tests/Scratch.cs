using System.Text;

namespace CreatorStream.Import.Tests;

/// <summary>A folder that goes away with the test.</summary>
internal sealed class Scratch : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("creatorstream-test-");

    public string Path(string name) => System.IO.Path.Combine(folder.FullName, name);

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(Path(name), bytes);
        return Path(name);
    }

    public void Dispose() => folder.Delete(recursive: true);
}
