using System.Globalization;
using CreatorStream.Events;

namespace CreatorStream.Import;

/// <summary>Reads decimals as a file writes them: <c>1.234,50</c> is 1234.50 with a decimal comma and points between thousands.</summary>
internal sealed class NumberFormat
{
    private const int GroupDigits = 3;

    private readonly NumberFormatInfo info;
    private readonly NumberStyles styles;
    private readonly string point;
    private readonly string? thousands;

    /// <exception cref="FormatException">Both signs are the same.</exception>
    public NumberFormat(string point, string? thousands)
    {
        if (point == thousands)
        {
            throw new FormatException("'decimal' and 'thousands' are the same sign");
        }

        this.point = point;
        this.thousands = thousands;
        info = (NumberFormatInfo)CultureInfo.InvariantCulture.NumberFormat.Clone();
        styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;
        styles |= NumberStyles.AllowDecimalPoint;
        info.NumberDecimalSeparator = point;
        // Never equal to the decimal sign, which .NET would accept in silence.
        info.NumberGroupSeparator = thousands ?? "\u0001";
        if (thousands is not null)
        {
            styles |= NumberStyles.AllowThousands;
        }
    }

    /// <summary>How many of the file's units are one of an event's: 100 where amounts are in cents.</summary>
    public int Per { get; init; } = 1;

    /// <summary>The number is as great as the file says, with whatever sign.</summary>
    public bool DropsSign { get; init; }

    public bool TryRead(string text, out decimal number, out string reason)
    {
        if (!decimal.TryParse(text, styles, info, out number))
        {
            reason = $"'{text}' is no number";
            return false;
        }
        if (thousands is not null && !AreGroups(text, thousands.Length))
        {
            reason = $"'{text}': '{thousands}' may stand only between groups of three digits, as in 1{thousands}234";
            return false;
        }
        if (Per > 1)
        {
            // Exact, but where it doesn't end, as of a third.
            number = decimal.Round(number / Per, Micros.MostDecimals);
        }
        number = DropsSign ? Math.Abs(number) : number;
        reason = "";
        return true;
    }

    /// <summary>
    /// .NET takes the sign wherever it stands, so that a decimal point that was meant as one would multiply the amount.
    /// </summary>
    private bool AreGroups(ReadOnlySpan<char> text, int sign)
    {
        int point = text.IndexOf(this.point, StringComparison.Ordinal);
        ReadOnlySpan<char> whole = (point < 0 ? text : text[..point]).Trim().TrimStart("+-");
        if (!whole.ContainsAnyExceptInRange('0', '9'))
        {
            return true;
        }
        // Nobody writes 0.123 for 123.
        if (whole[0] == '0')
        {
            return false;
        }

        for (; whole.Length > GroupDigits; whole = whole[..^(GroupDigits + sign)])
        {
            if (
                whole[^GroupDigits..].ContainsAnyExceptInRange('0', '9')
                || whole.Length <= GroupDigits + sign
                || char.IsAsciiDigit(whole[^(GroupDigits + sign)])
            )
            {
                return false;
            }
        }

        return !whole.ContainsAnyExceptInRange('0', '9');
    }
}
