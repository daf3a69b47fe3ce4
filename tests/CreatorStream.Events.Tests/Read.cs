using System.Text;

namespace CreatorStream.Events.Tests;

/// <summary>What the parser makes of a body.</summary>
internal sealed class Read
{
    /// <summary>The receiver's clock in these tests: 2026-03-01T12:00:00Z.</summary>
    public const long Now = 1_772_366_400_000_000;

    public EventBatch Batch { get; } = new();

    public List<Rejection> Rejections { get; } = [];

    public static Read Json(string body) => Json(Encoding.UTF8.GetBytes(body));

    public static Read Json(ReadOnlyMemory<byte> body)
    {
        var read = new Read();
        new EventParser().ParseJson(body, 10_000, Now, read.Batch.Append, read.Rejections);
        return read;
    }

    public static Read Line(string line)
    {
        var read = new Read();
        new EventParser().ParseLine(Encoding.UTF8.GetBytes(line), 0, Now, read.Batch.Append, read.Rejections);
        return read;
    }

    /// <summary>A batch of events that must all be good.</summary>
    public static EventBatch Good(params IEnumerable<string> events)
    {
        Read read = Json("[" + string.Join(',', events) + "]");
        Assert.Empty(read.Rejections);
        return read.Batch;
    }

    /// <summary>An event that says no more than it must, with fields added or replaced.</summary>
    public static string Event(params (string Name, string Json)[] fields)
    {
        var all = new Dictionary<string, string>
        {
            ["id"] = "\"e1\"",
            ["type"] = "\"visit\"",
            ["time"] = "\"2026-03-01T12:00:00Z\"",
            ["visitor"] = "\"v1\"",
        };
        foreach ((string name, string json) in fields)
        {
            all[name] = json;
        }
        return "{" + string.Join(',', all.Select(field => $"\"{field.Key}\":{field.Value}")) + "}";
    }
}
