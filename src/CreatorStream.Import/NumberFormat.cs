using System.Globalization;

namespace CreatorStream.Import;

/// <summary>Reads decimals as a file writes them: <c>1.234,50</c> is 1234.50 with a decimal comma and points between thousands.</summary>
internal sealed class NumberFormat
{
    private readonly NumberFormatInfo _info;
    private readonly NumberStyles _styles;

    /// <exception cref="FormatException">Both signs are the same.</exception>
    public NumberFormat(string point, string? thousands)
    {
        if (point == thousands)
            throw new FormatException("'decimal' and 'thousands' are the same sign");
        _info = (NumberFormatInfo)CultureInfo.InvariantCulture.NumberFormat.Clone();
        _styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;
        _styles |= NumberStyles.AllowDecimalPoint;
        _info.NumberDecimalSeparator = point;
        // Never equal to the decimal sign, which .NET would accept in silence.
        _info.NumberGroupSeparator = thousands ?? "\u0001";
        if (thousands is not null)
            _styles |= NumberStyles.AllowThousands;
    }

    public bool TryRead(string text, out decimal number) => decimal.TryParse(text, _styles, _info, out number);
}
