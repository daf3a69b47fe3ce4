namespace CreatorStream.Events;

/// <summary>The string columns of an <see cref="EventBatch"/>. Values are stored in logs: never renumber.</summary>
public enum EventField : byte
{
    Id = 0,
    Visitor = 1,
    Content = 2,
    Workspace = 3,
    Campaign = 4,
    Creator = 5,
    Platform = 6,
    Source = 7,
    Channel = 8,
    Action = 9,
    Url = 10,
    Referrer = 11,
    Agent = 12,
    Country = 13,
    Text = 14,
    Code = 15,
    Order = 16,
    Currency = 17,

    /// <summary>In place of the visitor, of a person who was erased: see <see cref="ErasedPerson"/>.</summary>
    ErasedVisitor = 18,

    /// <summary>How it came in, as the collector knows it: see <see cref="Ways"/>. Never what a body says.</summary>
    Via = 19,

    /// <summary>Whose sign-in, token or e-mail address it was told with: see <see cref="PersonMark"/>.</summary>
    Person = 20,

    /// <summary>Of a lead, whose mail address was left: see <see cref="AddressKind"/>. Never the address.</summary>
    Address = 21,
}

public static class EventFields
{
    public const int Count = 22;

    private static readonly string[] Names =
    [
        "id",
        "visitor",
        "content",
        "workspace",
        "campaign",
        "creator",
        "platform",
        "source",
        "channel",
        "action",
        "url",
        "referrer",
        "agent",
        "country",
        "text",
        "code",
        "order",
        "currency",
        "erased_visitor",
        "via",
        "person",
        "address",
    ];

    /// <summary>The field's name in JSON.</summary>
    public static string JsonName(this EventField field) => Names[(int)field];

    /// <summary>The most bytes of UTF-8 that a value may have.</summary>
    public static int MaxBytes(this EventField field) =>
        field switch
        {
            EventField.Platform or EventField.Source or EventField.Channel or EventField.Action or EventField.Address =>
                64,
            EventField.Url or EventField.Referrer => 2048,
            EventField.Agent => 512,
            EventField.Text => 4096,
            EventField.Country => 2,
            EventField.Currency => 3,
            EventField.ErasedVisitor => ErasedPerson.TextBytes,
            _ => 200,
        };
}
