using CreatorStream.Events;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace CreatorStream.Collect;

/// <summary>What a browser says in its query, before it is an event.</summary>
internal sealed class BrowserEvent
{
    private const int TypeAt = EventFields.Count;
    private const int TimeAt = TypeAt + 1;
    private const int ValueAt = TimeAt + 1;
    private const int SecondsAt = ValueAt + 1;
    private const int CompletenessAt = SecondsAt + 1;
    private const int ConsentAt = CompletenessAt + 1;
    private const int ClickAt = ConsentAt + 1;
    private const int NoField = -1;

    private readonly string?[] texts = new string?[ClickAt + 1];

    public string? this[EventField field]
    {
        get => texts[(int)field];
        set => texts[(int)field] = value;
    }

    public string? Type
    {
        get => texts[TypeAt];
        set => texts[TypeAt] = value;
    }

    public string? Time => texts[TimeAt];

    /// <summary>It happened when it came.</summary>
    public void ForgetTime() => texts[TimeAt] = null;

    /// <summary>The click that led to the page which asks.</summary>
    public string? Click => texts[ClickAt];

    public bool DeniesConsent => texts[ConsentAt] == "0";

    /// <summary>A field that is there twice: which of them counts is nobody's to guess.</summary>
    public string? Twice { get; private set; }

    public static BrowserEvent Of(QueryString query)
    {
        var said = new BrowserEvent();
        foreach (QueryStringEnumerable.EncodedNameValuePair pair in new QueryStringEnumerable(query.Value))
        {
            ReadOnlyMemory<char> name = pair.DecodeName();
            int at = Find(name.Span);
            if (at == NoField || pair.EncodedValue.IsEmpty)
            {
                continue;
            }
            if (said.texts[at] != null)
            {
                said.Twice ??= name.ToString();
            }
            said.texts[at] = pair.DecodeValue().ToString();
        }
        return said;
    }

    /// <summary>As an event; when none is said, it happened now.</summary>
    public void Fill(EventForm form, long nowMicros)
    {
        for (int field = 0; field < EventFields.Count; field++)
        {
            form.Set((EventField)field, texts[field]);
        }
        form.SetType(Type);
        if (Time == null)
        {
            form.SetTime(nowMicros);
        }
        else
        {
            form.SetTime(Time);
        }
        form.SetValue(texts[ValueAt]);
        form.SetSeconds(texts[SecondsAt]);
        form.SetCompleteness(texts[CompletenessAt]);
    }

    /// <summary>What the browser said doesn't fit, or may not stay: it is replaced or left out, and counted.</summary>
    public void Mend(EventField field, string? by, CollectMetrics metrics)
    {
        this[field] = by;
        metrics.CountMended(field.JsonName());
    }

    private static int Find(ReadOnlySpan<char> name) =>
        name switch
        {
            "id" => (int)EventField.Id,
            "type" => TypeAt,
            "time" => TimeAt,
            "visitor" => (int)EventField.Visitor,
            "workspace" => (int)EventField.Workspace,
            "content" => (int)EventField.Content,
            "campaign" => (int)EventField.Campaign,
            "creator" => (int)EventField.Creator,
            "platform" => (int)EventField.Platform,
            "source" => (int)EventField.Source,
            "channel" => (int)EventField.Channel,
            "action" => (int)EventField.Action,
            "url" => (int)EventField.Url,
            "referrer" => (int)EventField.Referrer,
            "country" => (int)EventField.Country,
            "code" => (int)EventField.Code,
            "order" => (int)EventField.Order,
            "person" => (int)EventField.Person,
            "value" => ValueAt,
            "currency" => (int)EventField.Currency,
            "seconds" => SecondsAt,
            "completeness" => CompletenessAt,
            "address" => (int)EventField.Address,
            "consent" => ConsentAt,
            "click" => ClickAt,
            _ => NoField,
        };
}
