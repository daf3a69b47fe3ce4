using System.Buffers.Text;
using System.Globalization;

namespace CreatorStream.Worlds;

/// <summary>Writes one event as a line of JSON, straight into bytes: a simulation must outrun what it measures.</summary>
internal sealed class EventLine
{
    private readonly byte[] bytes = new byte[2048];
    private readonly byte[] date = new byte[10];
    private long day = long.MinValue;
    private int length;

    private static ReadOnlySpan<byte> Base32 => "0123456789abcdefghjkmnpqrstvwxyz"u8;

    public ReadOnlySpan<byte> Bytes => bytes.AsSpan(0, length);

    /// <summary>A visitor's name as events have it.</summary>
    public static string VisitorName(char prefix, ulong visitor)
    {
        Span<char> name = stackalloc char[14];
        name[0] = prefix;
        for (int at = 1; at < name.Length; at++)
        {
            name[at] = (char)Base32[(int)(visitor >> (65 - (at * 5))) & 31];
        }
        return new string(name);
    }

    /// <summary>An event's id as it has it.</summary>
    public static string IdName(ulong id) => id.ToString("x16", CultureInfo.InvariantCulture);

    /// <param name="id">Becomes 16 hex digits.</param>
    /// <param name="type">As in the facts.</param>
    /// <param name="ms">Unix milliseconds.</param>
    /// <param name="visitorPrefix">Tells visitors, customers and bots apart for a reader.</param>
    /// <param name="visitor">Becomes 13 digits of base 32.</param>
    public EventLine Begin(ulong id, ReadOnlySpan<byte> type, long ms, char visitorPrefix, ulong visitor)
    {
        length = 0;
        Put("{\"id\":\""u8);
        for (int shift = 60; shift >= 0; shift -= 4)
        {
            bytes[length++] = "0123456789abcdef"u8[(int)(id >> shift) & 15];
        }

        Put("\",\"type\":\""u8);
        Put(type);
        Put("\",\"time\":\""u8);
        Time(ms);
        Put("\",\"visitor\":\""u8);
        bytes[length++] = (byte)visitorPrefix;
        for (int shift = 60; shift >= 0; shift -= 5)
        {
            bytes[length++] = Base32[(int)(visitor >> shift) & 31];
        }

        bytes[length++] = (byte)'"';
        return this;
    }

    /// <summary>Adds fields that are JSON already, from the comma on.</summary>
    public EventLine Raw(ReadOnlySpan<byte> fields)
    {
        Put(fields);
        return this;
    }

    /// <summary>Adds a text that needs no escapes.</summary>
    public EventLine Text(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Name(name);
        bytes[length++] = (byte)'"';
        Put(value);
        bytes[length++] = (byte)'"';
        return this;
    }

    public EventLine Number(ReadOnlySpan<byte> name, int value)
    {
        Name(name);
        Utf8Formatter.TryFormat(value, bytes.AsSpan(length), out int written);
        length += written;
        return this;
    }

    /// <summary>Adds an amount as a decimal text, as shops send it.</summary>
    public EventLine Money(int cents, ReadOnlySpan<byte> currency)
    {
        Put(",\"value\":\""u8);
        Utf8Formatter.TryFormat(cents / 100, bytes.AsSpan(length), out int written);
        length += written;
        bytes[length++] = (byte)'.';
        Digits(cents % 100, 2);
        bytes[length++] = (byte)'"';
        return Text("currency"u8, currency);
    }

    /// <summary>Adds an order's id: <c>o</c> and 12 digits.</summary>
    public EventLine Order(ulong order)
    {
        Put(",\"order\":\"o"u8);
        for (int i = 0; i < 12; i++, order /= 10)
        {
            bytes[length + 11 - i] = (byte)('0' + order % 10);
        }

        length += 12;
        bytes[length++] = (byte)'"';
        return this;
    }

    public ReadOnlySpan<byte> End()
    {
        Put("}\n"u8);
        return Bytes;
    }

    private void Name(ReadOnlySpan<byte> name)
    {
        Put(",\""u8);
        Put(name);
        Put("\":"u8);
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(this.bytes.AsSpan(length));
        length += bytes.Length;
    }

    private void Time(long ms)
    {
        long day = Math.DivRem(ms, 86_400_000, out long rest);
        if (day != this.day)
        {
            this.day = day;
            DateTime.UnixEpoch.AddDays(day).TryFormat(date, out _, "yyyy-MM-dd");
        }
        Put(date);
        bytes[length++] = (byte)'T';
        int of = (int)rest;
        Digits(of / 3_600_000, 2);
        bytes[length++] = (byte)':';
        Digits(of / 60_000 % 60, 2);
        bytes[length++] = (byte)':';
        Digits(of / 1000 % 60, 2);
        bytes[length++] = (byte)'.';
        Digits(of % 1000, 3);
        bytes[length++] = (byte)'Z';
    }

    private void Digits(int value, int count)
    {
        for (int i = count - 1; i >= 0; i--, value /= 10)
        {
            bytes[length + i] = (byte)('0' + value % 10);
        }

        length += count;
    }
}
