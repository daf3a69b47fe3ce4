using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace CreatorStream.Import;

/// <summary>
/// Options that are numbers, written with a decimal point. No comma: as one that parts thousands, it would make 15 of 1,5.
/// </summary>
public static class NumberOption
{
    /// <param name="most">Null: any number will do. Else it is more than 0 and at most so much.</param>
    public static Option<double> Of(string name, string description, double usual, double? most = null) =>
        new(name)
        {
            Description = description,
            DefaultValueFactory = _ => usual,
            CustomParser = argument => Parse(name, most, argument),
        };

    /// <param name="most">Null: any number will do. Else it is more than 0 and at most so much.</param>
    public static Option<double?> Optional(string name, string description, double? most = null) =>
        new(name) { Description = description, CustomParser = argument => Parse(name, most, argument) };

    private static double Parse(string name, double? most, ArgumentResult argument)
    {
        string text = argument.Tokens[0].Value;
        if (
            !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            || !double.IsFinite(number)
        )
        {
            argument.AddError($"{name}: '{text}' is no number; write it as 1.5, with a point and no comma");
        }
        else if (most is not null && (number <= 0 || number > most))
        {
            argument.AddError(
                string.Create(CultureInfo.InvariantCulture, $"{name} must be more than 0 and at most {most:F0}.")
            );
        }
        return number;
    }
}
