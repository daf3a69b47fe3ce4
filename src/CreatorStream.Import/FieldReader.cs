using System.Globalization;
using CreatorStream.Events;

namespace CreatorStream.Import;

/// <summary>Reads what a mapping says of one field: a constant, or keys that say where its value comes from.</summary>
internal static class FieldReader
{
    private static readonly string[] Numbers = ["value", "seconds", "completeness", .. Mapping.CounterNames];

    private static readonly string PersonField = EventField.Person.JsonName();

    /// <exception cref="YamlFileException">Says what is wrong, with key and line.</exception>
    public static FieldMapping Read(string field, YamlKeys node)
    {
        ValueSource source = node.Scalar is { } constant
            ? new ConstantValue(constant)
            : Wrap(node, Source(field, node.IsMap ? node : throw node.Error("a value or keys are wanted here")));
        TimeFormat? time = field == "time" ? Time(node) : null;
        NumberFormat? number = Numbers.Contains(field) ? Number(node) : null;
        if (node.IsMap)
        {
            node.NoOthers();
        }

        return new FieldMapping(field, source, time, number);
    }

    private static ValueSource Source(string field, YamlKeys node)
    {
        var sources = new List<ValueSource>();
        if (node.Text("column") is { } column)
        {
            sources.Add(new ColumnValue(column));
        }

        if (node.Find("columns") is { } columns)
        {
            sources.Add(new JoinedValue(columns.Texts(), node.Text("separator") ?? "|"));
        }

        if (node.Find("cases") is { } cases)
        {
            sources.Add(new CasesValue(field, [.. cases.Items().Select(Case)], node.Text("otherwise")));
        }

        if (node.Text("row") is { } row)
        {
            sources.Add(row == "hash" ? new RowHashValue() : throw node.Find("row")!.Error("only 'hash' is known"));
        }

        if (field == PersonField && node.Text("email") is { } email)
        {
            sources.Add(new EmailValue(email));
        }

        return sources.Count == 1
            ? sources[0]
            : throw node.Error("one of 'column', 'columns', 'cases', 'row' is wanted (or a constant)");
    }

    private static ValueCase Case(YamlKeys node)
    {
        string value = node.Text("value") ?? throw node.Error("'value' is missing");
        if (node.Find("if") is not { } conditions)
        {
            return new ValueCase([MappingFile.One(node, ["value"])], value);
        }

        node.NoOthers();
        return new ValueCase(MappingFile.Conditions(conditions), value);
    }

    private static ValueSource Wrap(YamlKeys node, ValueSource source)
    {
        string? prefix = node.Text("prefix");
        string? suffix = node.Text("suffix");
        return prefix is null && suffix is null ? source : new WrappedValue(source, prefix ?? "", suffix ?? "");
    }

    private static TimeFormat Time(YamlKeys node)
    {
        string? format = node.IsMap ? node.Text("format") : null;
        string? zone = node.IsMap ? node.Text("zone") : null;
        try
        {
            return TimeFormat.Create(format ?? TimeFormat.Rfc3339, zone ?? "UTC");
        }
        catch (FormatException e)
        {
            throw node.Error(e.Message);
        }
    }

    private static NumberFormat Number(YamlKeys node)
    {
        if (!node.IsMap)
        {
            return new NumberFormat(".", null);
        }

        int per = Per(node);
        bool dropsSign = node.Text("sign") switch
        {
            null => false,
            "drop" => true,
            _ => throw node.Find("sign")!.Error("only 'drop' is known"),
        };
        try
        {
            return new NumberFormat(node.Text("decimal") ?? ".", node.Text("thousands"))
            {
                Per = per,
                DropsSign = dropsSign,
            };
        }
        catch (FormatException e)
        {
            throw node.Error(e.Message);
        }
    }

    private static int Per(YamlKeys node) =>
        node.Text("per") is not { } text ? 1
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int per) && per > 0 ? per
        : throw node.Find("per")!.Error("a whole number above 0 is wanted here: 100 where amounts are in cents");
}
