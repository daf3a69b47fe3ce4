using System.Globalization;
using CreatorStream.Events;

namespace CreatorStream.Worlds.Attacks;

/// <summary>What a label is about.</summary>
internal enum LabelKind
{
    /// <summary>A visitor who is no honest person.</summary>
    Actor,

    /// <summary>A click that nobody made who wanted to.</summary>
    Click,

    /// <summary>A promo code that is where it doesn't belong.</summary>
    Code,

    /// <summary>Content that an attack was for.</summary>
    Content,
}

/// <summary>The truth about simulated attacks: who was part of which, so that detection can be measured.</summary>
internal sealed class AttackLabels
{
    private readonly Dictionary<(string Attack, LabelKind Kind, string Id), Span> labels = [];

    /// <summary>Notes an event of an attack.</summary>
    /// <param name="ms">Its time, Unix milliseconds.</param>
    /// <param name="arrivesMs">When all of it has arrived that makes it part of the attack.</param>
    public void Add(string attack, LabelKind kind, string id, long ms, long arrivesMs)
    {
        Span before = labels.TryGetValue((attack, kind, id), out Span known) ? known : new Span(ms, ms, 0, arrivesMs);
        labels[(attack, kind, id)] = new Span(
            Math.Min(before.FirstMs, ms),
            Math.Max(before.LastMs, ms),
            before.Events + 1,
            Math.Min(before.ArrivesMs, arrivesMs)
        );
    }

    /// <summary>CSV: <c>attack,kind,id,first,last,events</c>, in the order of these.</summary>
    /// <param name="reachedMs">What arrives later is left out: nobody could find it.</param>
    public void Write(TextWriter to, long reachedMs)
    {
        to.Write("attack,kind,id,first,last,events\n");
        foreach (
            ((string attack, LabelKind kind, string id), Span span) in labels
                .Where(of => of.Value.ArrivesMs <= reachedMs)
                .OrderBy(of => of.Key.Attack, StringComparer.Ordinal)
                .ThenBy(of => of.Key.Kind)
                .ThenBy(of => of.Key.Id, StringComparer.Ordinal)
        )
        {
            to.Write(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{attack},{kind.ToString().ToLowerInvariant()},{id},{Time(span.FirstMs)},{Time(span.LastMs)},{span.Events}\n"
                )
            );
        }
    }

    private static string Time(long ms) => Rfc3339.Format(ms * 1000);

    private readonly record struct Span(long FirstMs, long LastMs, int Events, long ArrivesMs);
}
