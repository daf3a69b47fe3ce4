using System.Text.Json;
using CreatorStream.Events;

namespace CreatorStream.Pipeline.Workspaces.Views;

internal static class JsonTime
{
    /// <summary>A time in RFC 3339, or null for 0: it didn't happen yet.</summary>
    public static void WriteTime(this Utf8JsonWriter json, string name, long micros)
    {
        if (micros == 0)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteString(name, Rfc3339.Format(micros));
        }
    }
}
