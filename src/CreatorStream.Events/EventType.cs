namespace CreatorStream.Events;

/// <summary>
/// What happened: the code of a kind, 1 … 63. They are stored in logs and snapshots, and their order breaks ties between
/// touches of equal time: the next kind gets the next code, and none is ever another's. What else there is to know of a
/// kind says its line in <see cref="EventTypes.All"/>.
/// </summary>
public enum EventType : byte
{
    None = 0,
    Impression = 1,
    View = 2,
    Click = 3,
    Visit = 4,
    Like = 5,
    Comment = 6,
    Share = 7,
    Save = 8,
    Follow = 9,
    Mention = 10,
    Purchase = 11,
    Signup = 12,
    Lead = 13,
    Download = 14,
    Install = 15,
    Form = 16,
    Refund = 17,

    /// <summary>The page of a product.</summary>
    ProductPage = 18,

    /// <summary>Something was put into the cart.</summary>
    Cart = 19,

    /// <summary>The checkout was begun.</summary>
    Checkout = 20,

    /// <summary>Somebody began to fill in a form.</summary>
    FormStart = 21,

    /// <summary>The site was searched.</summary>
    Search = 22,

    /// <summary>More engaged time of a page whose visit was told before, with the time of that visit.</summary>
    Stay = 23,
}

/// <summary>What an event counts as: rules ask for this, and not for single kinds.</summary>
public enum EventClass : byte
{
    None,

    /// <summary>Content was displayed, or played by the platform's own rule.</summary>
    Impression,

    Click,

    /// <summary>A page of the site.</summary>
    Visit,

    /// <summary>Done on a page of the site: counted by itself, and no page more.</summary>
    Step,

    /// <summary>A page of the site is looked at again: no page more, but engaged time.</summary>
    Stay,

    /// <summary>What engagement rates count.</summary>
    Engagement,

    /// <summary>Done on a platform like an engagement, and counted by itself.</summary>
    Social,

    Conversion,

    Refund,
}

/// <summary>A kind of event.</summary>
/// <param name="Name">On the wire.</param>
/// <param name="Class">What it counts as.</param>
/// <param name="Column">
/// Of a touch, in which of all columns it is counted: the next one, and never another's. A touch shows that a person met the
/// content: it counts for reach and stands on paths. <see cref="None"/> of what is no touch.
/// </param>
public readonly record struct EventKind(EventType Type, string Name, EventClass Class, int Column = EventKind.None)
{
    public const int None = -1;
}
