using System.Buffers;
using System.Text;
using System.Text.Unicode;
using CreatorStream.Events;

namespace CreatorStream.Collect;

/// <summary>
/// What browsers say by themselves, whatever that is: an address of an app, a tab in the agent, a country that a proxy
/// made up. Nobody there can mend it, so what doesn't fit is cut or left out, and the event kept.
/// </summary>
internal sealed class BrowserFields(CollectMetrics metrics)
{
    /// <summary>What no text of an event may have.</summary>
    public static readonly SearchValues<char> Control = SearchValues.Create([
        .. Enumerable.Range(0, 32).Select(c => (char)c),
        .. Enumerable.Range(127, 33).Select(c => (char)c),
    ]);

    public void Mend(BrowserEvent said)
    {
        MendAddress(said, EventField.Url);
        MendAddress(said, EventField.Referrer);
        MendAgent(said);
        if (said[EventField.Country] is { } country && country is not [>= 'A' and <= 'Z', >= 'A' and <= 'Z'])
        {
            said.Mend(EventField.Country, null, metrics);
        }
        MendPerson(said);
    }

    /// <summary>Whose an account or an address is anybody may say; a token only who has it. Without consent nobody is followed.</summary>
    private void MendPerson(BrowserEvent said)
    {
        if (said[EventField.Person] is not { } person)
        {
            return;
        }
        byte[] text = Encoding.UTF8.GetBytes(person);
        bool isToken = PersonMark.IsToken(text) && PersonMark.Check(text) == null && Fits(EventField.Person, person);
        if (!isToken || said.DeniesConsent || person.AsSpan().ContainsAny(Control))
        {
            said.Mend(EventField.Person, null, metrics);
        }
    }

    public static bool Fits(EventField field, string text) => LengthThatFits(field, text) == text.Length;

    private void MendAddress(BrowserEvent said, EventField field)
    {
        if (said[field] is not { } address)
        {
            return;
        }
        bool isWeb =
            address.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            || address.StartsWith("http://", StringComparison.OrdinalIgnoreCase);
        if (!isWeb || address.AsSpan().ContainsAny(Control))
        {
            said.Mend(field, null, metrics);
            return;
        }
        Cut(said, field, address);
    }

    /// <summary>It may tell a bot, so it is kept as far as it can be.</summary>
    private void MendAgent(BrowserEvent said)
    {
        if (said[EventField.Agent] is not { } agent)
        {
            return;
        }
        if (agent.AsSpan().ContainsAny(Control))
        {
            agent = string.Create(
                agent.Length,
                agent,
                static (clean, from) =>
                {
                    from.CopyTo(clean);
                    clean.ReplaceAny(Control, ' ');
                }
            );
            said.Mend(EventField.Agent, agent, metrics);
        }
        Cut(said, EventField.Agent, agent);
    }

    private void Cut(BrowserEvent said, EventField field, string text)
    {
        int length = LengthThatFits(field, text);
        if (length < text.Length)
        {
            said.Mend(field, text[..length], metrics);
        }
    }

    private static int LengthThatFits(EventField field, string text)
    {
        int most = field.MaxBytes();
        if (text.Length * 3 <= most)
        {
            return text.Length;
        }
        Span<byte> bytes = stackalloc byte[most];
        Utf8.FromUtf16(text, bytes, out int length, out _);
        return length;
    }
}
