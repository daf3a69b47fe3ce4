using System.Text;

namespace CreatorStream.Events.Tests;

/// <summary>The table of kinds, which codes and columns that are stored rest on.</summary>
public sealed class EventTypesTests
{
    [Fact]
    public void Codes_are_given_in_turn_and_fit_six_bits()
    {
        Assert.Equal(Enumerable.Range(1, EventTypes.All.Count), EventTypes.All.Select(kind => (int)kind.Type));
        Assert.InRange(EventTypes.All.Count, 17, 63);
        Assert.Equal(Enum.GetValues<EventType>().Length - 1, EventTypes.All.Count);
    }

    [Fact]
    public void Columns_are_given_in_turn()
    {
        int[] columns = [.. EventTypes.All.Select(kind => kind.Column).Where(column => column >= 0)];
        Assert.Equal(Enumerable.Range(0, columns.Length), columns.Order());
    }

    [Fact]
    public void What_is_asked_of_a_kind_follows_from_its_line()
    {
        foreach (EventKind kind in EventTypes.All)
        {
            bool isTouch = kind.Column >= 0;
            Assert.Equal(isTouch, kind.Type.IsTouch());
            Assert.Equal(kind.Class is EventClass.Conversion, kind.Type.IsConversion());
            Assert.Equal(kind.Class is EventClass.Visit, kind.Type.IsVisit());
            Assert.Equal(kind.Class is EventClass.Visit or EventClass.Stay, kind.Type.IsOfSession());
            Assert.Equal(kind.Class is EventClass.Click or EventClass.Visit, kind.Type.IsClickOrVisit());
            Assert.Equal(isTouch && kind.Class is not (EventClass.Impression or EventClass.Stay), kind.Type.IsAction());
            Assert.Equal(kind.Class, kind.Type.Class());
            Assert.Equal(isTouch, EventTypes.TouchesOf(kind.Class).Contains(kind.Type));
            Assert.Equal(kind.Type, EventTypes.Parse(Bytes(kind.Name), default, out bool needsAction));
            Assert.False(needsAction);
            Assert.Equal(kind.Name, kind.Type.WireName());
        }
    }

    [Fact]
    public void An_action_says_which_engagement_or_conversion_is_meant()
    {
        foreach (EventKind kind in EventTypes.All)
        {
            bool isEngagement = kind.Class is EventClass.Engagement or EventClass.Social;
            bool isConversion = kind.Class is EventClass.Conversion or EventClass.Refund;
            Assert.Equal(isEngagement ? kind.Type : EventType.None, Said("engagement", kind.Name));
            Assert.Equal(isConversion ? kind.Type : EventType.None, Said("conversion", kind.Name));
        }
        Assert.Equal(EventType.None, Said("engagement", "engagement"));
        Assert.Equal(EventType.None, Said("conversion", "conversion"));
        Assert.Equal(EventType.None, Said("conversion", ""));
    }

    [Fact]
    public void What_awaits_an_action_is_no_kind()
    {
        foreach (string name in (string[])["engagement", "conversion", "anything"])
        {
            EventType written = EventTypes.ParseWritten(Bytes(name));
            Assert.False(written.IsTouch() || written.IsConversion() || written.IsAction() || written.IsVisit());
            Assert.Equal(EventClass.None, written.Class());
        }
    }

    private static EventType Said(string type, string action)
    {
        EventType kind = EventTypes.Parse(Bytes(type), Bytes(action), out bool needsAction);
        Assert.True(needsAction);
        return kind;
    }

    private static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);
}
