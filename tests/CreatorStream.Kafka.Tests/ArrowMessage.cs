using CreatorStream.Arrow;
using CreatorStream.Events;

namespace CreatorStream.Kafka.Tests;

/// <summary>Messages of many events as columns.</summary>
internal static class ArrowMessage
{
    /// <summary>A click of each visitor.</summary>
    public static byte[] Of(params string[] visitors)
    {
        var batch = new EventBatch();
        var parser = new EventParser();
        foreach (string visitor in visitors)
        {
            byte[] json =
                $$"""{"id":"e","type":"click","time":"2026-01-15T12:00:00Z","visitor":"{{visitor}}"}""".Bytes();
            Assert.True(parser.TryParse(json, long.MaxValue / 2, batch, out _));
        }
        byte[] buffer = [];
        int length = new ArrowEventCodec().Encode(batch, ref buffer);
        return buffer[..length];
    }

    public static IReadOnlyList<string> Visitors(byte[] message)
    {
        var batch = new EventBatch();
        new ArrowEventCodec().Decode(message, batch, 1_000, long.MaxValue / 2, []);
        return
        [
            .. Enumerable
                .Range(0, batch.Count)
                .Select(row => System.Text.Encoding.UTF8.GetString(batch.Bytes(EventField.Visitor, row))),
        ];
    }
}
