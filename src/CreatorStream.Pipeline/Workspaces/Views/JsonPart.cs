using System.Buffers;
using System.Text.Json;
using CreatorStream.Pipeline.Views.Shapes;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>Writes parts of views: one buffer, used again and again.</summary>
public sealed class JsonPart
{
    private readonly ArrayBufferWriter<byte> buffer = new(4096);

    public byte[] Write<T>(Shape<T> shape, in T value)
    {
        buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            shape.Write(writer, value);
        }
        return buffer.WrittenSpan.ToArray();
    }
}
