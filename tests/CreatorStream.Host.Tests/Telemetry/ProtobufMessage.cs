using System.Buffers.Binary;
using System.Text;

namespace CreatorStream.Host.Tests.Telemetry;

/// <summary>A message of protobuf, by the numbers of its fields.</summary>
internal sealed class ProtobufMessage
{
    private readonly List<(int Field, long Number, byte[] Bytes)> fields = [];

    public static ProtobufMessage Read(ReadOnlySpan<byte> bytes)
    {
        var message = new ProtobufMessage();
        while (bytes.Length > 0)
        {
            long tag = ReadVarint(ref bytes);
            int field = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    message.fields.Add((field, ReadVarint(ref bytes), []));
                    break;
                case 1:
                    message.fields.Add((field, BinaryPrimitives.ReadInt64LittleEndian(bytes), []));
                    bytes = bytes[8..];
                    break;
                case 2:
                    int length = (int)ReadVarint(ref bytes);
                    message.fields.Add((field, 0, bytes[..length].ToArray()));
                    bytes = bytes[length..];
                    break;
                case 5:
                    message.fields.Add((field, BinaryPrimitives.ReadInt32LittleEndian(bytes), []));
                    bytes = bytes[4..];
                    break;
                default:
                    throw new InvalidDataException($"Field {field} is of no known type.");
            }
        }
        return message;
    }

    public bool Has(int field) => fields.Any(of => of.Field == field);

    /// <summary>0 where it is absent, as protobuf has it.</summary>
    public long Number(int field) => fields.LastOrDefault(of => of.Field == field).Number;

    public string Text(int field) => Encoding.UTF8.GetString(fields.LastOrDefault(of => of.Field == field).Bytes ?? []);

    public IEnumerable<ProtobufMessage> Messages(int field) =>
        fields.Where(of => of.Field == field).Select(of => Read(of.Bytes));

    private static long ReadVarint(ref ReadOnlySpan<byte> bytes)
    {
        long value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = bytes[0];
            bytes = bytes[1..];
            value |= (long)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
