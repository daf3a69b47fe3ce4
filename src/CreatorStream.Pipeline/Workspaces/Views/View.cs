using System.Text.Json.Nodes;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Views.Shapes;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>One view: its name, how it looks, and how it is written. It has no state: figures are those of the workspace.</summary>
public abstract class View(string name, ViewScope scope)
{
    public string Name => name;

    public ViewScope Scope => scope;

    /// <summary>Published while somebody looks at it as soon as figures change, and not only once a second.</summary>
    public virtual bool IsQuick => true;

    /// <summary>One of those that are nearly all of a campaign's bytes.</summary>
    public virtual bool IsLarge => false;

    /// <summary>Whether it can be written: until it can, what a former owner published of it stays.</summary>
    public virtual bool IsReady(ViewSources sources) => true;

    /// <summary>
    /// A number that changes whenever the view may: while it is the same, the view isn't written again. null: nothing says so.
    /// </summary>
    public virtual long? StampOf(ViewSources sources, string of) => null;

    /// <summary>Its tables, and the member or place of their rows that is the key.</summary>
    public abstract IReadOnlyList<(string Table, JsonNode Key)> Tables { get; }

    /// <summary>Fields are replaced whole, rows of tables by their keys.</summary>
    /// <param name="before">As it was written last: rows of which the same is to be said are not written again. null: it never was.</param>
    public abstract (Dictionary<string, byte[]> Fields, Dictionary<string, ViewTable> Tables) Write(
        ViewSources sources,
        string of,
        ViewDocument? before = null
    );

    /// <summary>Its figures as JSON Schema.</summary>
    public abstract JsonObject Describe(Definitions definitions);
}

/// <inheritdoc />
/// <typeparam name="T">What is found once, and then written as fields and tables.</typeparam>
public abstract class View<T>(string name, ViewScope scope) : View(name, scope)
{
    private readonly List<IFigure> figures = [];

    public override IReadOnlyList<(string Table, JsonNode Key)> Tables =>
        [.. figures.Where(of => of.Key != null).Select(of => (of.Name, of.Key!))];

    public override (Dictionary<string, byte[]> Fields, Dictionary<string, ViewTable> Tables) Write(
        ViewSources sources,
        string of,
        ViewDocument? before = null
    )
    {
        var fields = new Dictionary<string, byte[]>();
        var tables = new Dictionary<string, ViewTable>();
        T found = Find(sources, of);
        foreach (IFigure figure in figures)
        {
            figure.Write(sources.Part, found, before, fields, tables);
        }
        return (fields, tables);
    }

    public override JsonObject Describe(Definitions definitions) =>
        new()
        {
            ["type"] = "object",
            ["required"] = new JsonArray([.. figures.Select(of => (JsonNode)of.Name)]),
            ["properties"] = new JsonObject(
                figures.Select(of => KeyValuePair.Create(of.Name, (JsonNode?)of.Describe(definitions)))
            ),
            ["additionalProperties"] = false,
        };

    /// <param name="of">The campaign, creator or portfolio.</param>
    protected abstract T Find(ViewSources sources, string of);

    protected void Field<TPart>(string field, Shape<TPart> shape, Part<T, TPart> part, string about = "") =>
        figures.Add(new OfField<TPart>(field, shape, part, about));

    /// <param name="rows">In the order of their keys.</param>
    /// <param name="key">The member of a row, or its place, that is the key.</param>
    /// <param name="keyOf">That as JSON.</param>
    /// <param name="stampOf">A hash of all that a row says, where that is less work than to write it. null: it is written each time.</param>
    protected void Table<TRow>(
        string table,
        Shape<TRow> shape,
        Func<T, IEnumerable<TRow>> rows,
        JsonNode key,
        Func<TRow, string> keyOf,
        string about = "",
        Func<TRow, UInt128>? stampOf = null
    ) => figures.Add(new OfTable<TRow>(table, shape, rows, key, keyOf, about, stampOf));

    private interface IFigure
    {
        string Name { get; }

        /// <summary>Of a table.</summary>
        JsonNode? Key { get; }

        void Write(
            JsonPart json,
            in T of,
            ViewDocument? before,
            Dictionary<string, byte[]> fields,
            Dictionary<string, ViewTable> tables
        );

        JsonObject Describe(Definitions definitions);
    }

    private static JsonObject With(JsonObject schema, string about)
    {
        if (about.Length > 0)
        {
            schema["description"] = about;
        }
        return schema;
    }

    private sealed class OfField<TPart>(string name, Shape<TPart> shape, Part<T, TPart> part, string about) : IFigure
    {
        public string Name => name;
        public JsonNode? Key => null;

        public void Write(
            JsonPart json,
            in T of,
            ViewDocument? before,
            Dictionary<string, byte[]> fields,
            Dictionary<string, ViewTable> tables
        ) => fields[name] = json.Write(shape, part(of));

        public JsonObject Describe(Definitions definitions) => With(shape.Describe(definitions), about);
    }

    private sealed class OfTable<TRow>(
        string name,
        Shape<TRow> shape,
        Func<T, IEnumerable<TRow>> rows,
        JsonNode key,
        Func<TRow, string> keyOf,
        string about,
        Func<TRow, UInt128>? stampOf
    ) : IFigure
    {
        public string Name => name;
        public JsonNode? Key => key.DeepClone();

        public void Write(
            JsonPart json,
            in T of,
            ViewDocument? before,
            Dictionary<string, byte[]> fields,
            Dictionary<string, ViewTable> tables
        )
        {
            IReadOnlyList<ViewRow> were = stampOf == null ? [] : before?.Tables.GetValueOrDefault(name)?.Rows ?? [];
            var known = were.ToDictionary(row => row.Key);
            tables[name] = new ViewTable([.. rows(of).Select(row => Row(json, row, known))]);
        }

        private ViewRow Row(JsonPart json, TRow row, Dictionary<string, ViewRow> known)
        {
            string key = keyOf(row);
            UInt128 stamp = stampOf?.Invoke(row) ?? default;
            return stampOf != null && known.TryGetValue(key, out ViewRow was) && was.Stamp == stamp
                ? was
                : new ViewRow(key, json.Write(shape, row), stamp);
        }

        public JsonObject Describe(Definitions definitions) =>
            With(new JsonObject { ["type"] = "array", ["items"] = shape.Describe(definitions) }, about);
    }
}
