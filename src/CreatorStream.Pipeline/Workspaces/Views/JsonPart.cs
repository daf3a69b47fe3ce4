using System.Buffers;
using System.Text.Json;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>Writes parts of views: one buffer, used again and again.</summary>
public sealed class JsonPart
{
    private readonly ArrayBufferWriter<byte> buffer = new(4096);

    public byte[] Write(Action<Utf8JsonWriter> write)
    {
        buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }
        return buffer.WrittenSpan.ToArray();
    }
}
