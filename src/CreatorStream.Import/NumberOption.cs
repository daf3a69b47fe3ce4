using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace CreatorStream.Import;

/// <summary>
/// Options that are numbers, written with a decimal point. No comma: as one that parts thousands, it would make 15 of 1,5.
/// </summary>
public static class NumberOption
{
    public static Option<double> Of(string name, string description, double usual) =>
        new(name)
        {
            Description = description,
            DefaultValueFactory = _ => usual,
            CustomParser = argument => Parse(name, argument),
        };

    public static Option<double?> Optional(string name, string description) =>
        new(name) { Description = description, CustomParser = argument => Parse(name, argument) };

    private static double Parse(string name, ArgumentResult argument)
    {
        string text = argument.Tokens[0].Value;
        if (
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && double.IsFinite(number)
        )
        {
            return number;
        }
        argument.AddError($"{name}: '{text}' is no number; write it as 1.5, with a point and no comma");
        return 0;
    }
}
