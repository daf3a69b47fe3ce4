namespace CreatorStream.Kafka;

/// <summary>A message as librdkafka holds it: nothing is copied, and all is valid until its batch is released.</summary>
public readonly unsafe ref struct ConsumedMessage
{
    private readonly Native.Message* message;

    internal ConsumedMessage(Native.Message* message, int input)
    {
        this.message = message;
        Input = input;
    }

    /// <summary>Which of the assigned inputs it is of, by its place in what <see cref="BatchConsumer.Assign"/> was given.</summary>
    public int Input { get; }
    public int Partition => message->Partition;
    public long Offset => message->Offset;

    /// <summary>Milliseconds since 1970: when the log took it, or what the sender said, as the topic has it; -1 where there is none.</summary>
    public long TimestampMs
    {
        get
        {
            int type;
            return Native.Timestamp(message, &type);
        }
    }

    public bool HasKey => message->Key is not null;

    /// <summary>Empty where there is none.</summary>
    public ReadOnlySpan<byte> Key => new(message->Key, checked((int)message->KeyLength));

    /// <summary>Whether the value is null, which is not the same as empty.</summary>
    public bool IsTombstone => message->Value is null;

    /// <summary>Empty where there is none.</summary>
    public ReadOnlySpan<byte> Value => new(message->Value, checked((int)message->ValueLength));

    /// <summary>The last header of this name, or empty. Headers are parsed when first asked for.</summary>
    public ReadOnlySpan<byte> ContentType
    {
        get
        {
            nint headers;
            if (Native.Headers(message, &headers) != 0)
            {
                return [];
            }

            byte* value;
            nuint length;
            // A UTF-8 literal ends with a zero byte behind its span, as C wants it.
            fixed (byte* name = KafkaHeaders.ContentType)
            {
                return Native.LastHeader(headers, name, &value, &length) == 0
                    ? new ReadOnlySpan<byte>(value, checked((int)length))
                    : [];
            }
        }
    }

    /// <summary>All headers in their order, copied; names may repeat.</summary>
    public IReadOnlyList<MessageHeader> CopyHeaders()
    {
        nint headers;
        if (Native.Headers(message, &headers) != 0)
        {
            return [];
        }

        var copies = new List<MessageHeader>();
        byte* name;
        byte* value;
        nuint length;
        while (Native.Header(headers, (nuint)copies.Count, &name, &value, &length) == 0)
        {
            copies.Add(
                new MessageHeader(
                    Native.Text(name),
                    value is null ? null : new ReadOnlySpan<byte>(value, checked((int)length)).ToArray()
                )
            );
        }

        return copies;
    }
}

/// <param name="Value">null is not the same as empty.</param>
public readonly record struct MessageHeader(string Name, byte[]? Value);

public static class KafkaHeaders
{
    public static ReadOnlySpan<byte> ContentType => "content-type"u8;
    internal const string ContentTypeName = "content-type";
}
