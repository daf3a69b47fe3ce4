using System.Text;
using CreatorStream.Events;
using CreatorStream.Pipeline.Partials;
using FsCheck;
using FsCheck.Fluent;

namespace CreatorStream.Pipeline.Tests;

public sealed class ConversionProperties
{
    // Around the lengths whose own length takes another byte.
    private static readonly Gen<string> Text =
        from length in Gen.OneOf(Gen.Choose(0, 12), Gen.Elements(0, 63, 64, 127, 128, 200, 16_383, 16_384))
        from letter in Gen.Elements("a", "é", "✨", "😀", "\0")
        select string.Concat(Enumerable.Repeat(letter, Math.Max(0, length / Encoding.UTF8.GetByteCount(letter))));

    private static readonly Gen<long> Number = Gen.OneOf(
        Gen.Choose(int.MinValue, int.MaxValue).Select(of => (long)of),
        Gen.Choose(int.MinValue, int.MaxValue).Select(of => of * 4_000_000_007L),
        Gen.Elements(0, long.MinValue, long.MaxValue)
    );

    private static readonly Gen<ConversionEvent> Any =
        from type in Gen.Choose((int)EventType.Purchase, (int)EventType.Refund)
        from isClaim in Gen.Elements(true, false)
        from numbers in Number.ArrayOf(4)
        from texts in Text.ArrayOf(5)
        from percent in Gen.Elements<byte?>(null, 0, 1, 100)
        from address in Gen.Elements(Enum.GetValues<AddressKind>())
        select new ConversionEvent(
            (EventType)type,
            isClaim,
            numbers[0],
            texts[0],
            texts[1],
            texts[2],
            numbers[1],
            texts[3],
            texts[4],
            (int)numbers[2],
            (ulong)numbers[3]
        )
        {
            Lead = new LeadWords(percent, address),
        };

    [Fact]
    public void Conversions_are_read_as_they_were_written() =>
        PropertyChecks.ForAll(
            Any.ArrayOf(),
            conversions =>
            {
                byte[] bytes = [.. conversions.SelectMany(Write)];
                return ConversionEvents.Read(bytes).SequenceEqual(conversions);
            }
        );

    /// <summary>What was stored before leads said anything is what says nothing now.</summary>
    [Fact]
    public void A_conversion_without_words_of_a_lead_takes_two_bytes_less_and_no_flag()
    {
        ConversionEvent told = new(EventType.Lead, true, 1, "l-1", "pixel", "", 0, "", "", 2, 3)
        {
            Lead = new LeadWords(80, AddressKind.Corporate),
        };
        byte[] with = Write(told);
        byte[] without = Write(told with { Lead = default });
        Assert.Equal((byte)((byte)EventType.Lead | 0x80 | 0x40), with[0]);
        Assert.Equal((byte)((byte)EventType.Lead | 0x80), without[0]);
        Assert.Equal([with[0], 80, 1, .. without[1..]], with);
    }

    /// <summary>Into just the room that they say they need.</summary>
    private static byte[] Write(ConversionEvent conversion)
    {
        var fields = new ConversionFields
        {
            Type = conversion.Type,
            IsClaim = conversion.IsClaim,
            TimeMicros = conversion.TimeMicros,
            Id = Encoding.UTF8.GetBytes(conversion.Id),
            Source = Encoding.UTF8.GetBytes(conversion.Source),
            Order = Encoding.UTF8.GetBytes(conversion.Order),
            ValueMicros = conversion.ValueMicros,
            Currency = Encoding.UTF8.GetBytes(conversion.Currency),
            Code = Encoding.UTF8.GetBytes(conversion.Code),
            Subject = conversion.Subject,
            Fingerprint = conversion.Fingerprint,
            Lead = conversion.Lead,
        };
        byte[] bytes = new byte[fields.Length];
        fields.WriteTo(bytes);
        return bytes;
    }
}
