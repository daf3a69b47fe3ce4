using CreatorStream.Analytics.Authenticity.Vetting;
using CreatorStream.Import;

namespace CreatorStream.Offline.Vet;

/// <param name="Prospects">By name.</param>
/// <param name="Rows">How many.</param>
/// <param name="Ignored">Columns that were not read.</param>
public sealed record VetFileContents(IReadOnlyList<Prospect> Prospects, int Rows, IReadOnlyList<string> Ignored);

/// <summary>What a file may have at most, in all.</summary>
/// <param name="Characters">Of texts and user agents.</param>
public sealed record VetLimits(int Rows, int Prospects, long Characters)
{
    /// <summary>Of a file on the machine of who vets.</summary>
    public static VetLimits Command { get; } = new(2_000_000, 1_000, 400_000_000);
}

/// <summary>
/// Reads facts of prospects, one a row, of which the column <c>row</c> says what they are. All other columns may be missing, and are
/// in any order and case. All of the file is read or none.
/// </summary>
public static class VetFile
{
    /// <summary>Who it is about where no column says so.</summary>
    public const string OnlyOne = "prospect";

    // As much of a text or an agent as rules look at.
    private const int LongestText = 2_000;

    /// <summary>Those that are read.</summary>
    public static IReadOnlyList<string> Columns => VetRow.Names;

    private sealed class Facts
    {
        public Dictionary<string, ProspectProfile> Profiles { get; } = new(StringComparer.Ordinal);
        public List<CounterReading> Counters { get; } = [];
        public List<Publication> Posts { get; } = [];
        public List<SampledEngagement> Engagements { get; } = [];
    }

    /// <exception cref="InputException">Something cannot be used; says file, line, column and what to do.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static VetFileContents Read(string path, CancellationToken ct) =>
        CsvInput.Read(path, (rows, _) => Read(rows, VetLimits.Command, ct));

    /// <param name="file">From its beginning; can seek. It is disposed.</param>
    /// <exception cref="InputException">Something cannot be used; says line, column and what to do.</exception>
    public static VetFileContents Read(Stream file, VetLimits most, CancellationToken ct)
    {
        using var input = InputFile.Of(file);
        return CsvInput.Read(input, (rows, _) => Read(rows, most, ct));
    }

    private static VetFileContents Read(CsvRows rows, VetLimits most, CancellationToken ct)
    {
        var row = new VetRow(rows);
        bool isNamed = row.Has("creator");
        Dictionary<string, Facts> prospects = new(StringComparer.Ordinal);
        (int count, long characters) = (0, 0);
        while (rows.Read())
        {
            ct.ThrowIfCancellationRequested();
            if (rows.Fault is { } fault)
            {
                throw new InputException(rows.Line, $"{fault}; correct the line or leave it out");
            }
            if (++count > most.Rows)
            {
                throw new InputException(rows.Line, $"more than {most.Rows} rows; split the file by creator");
            }
            string creator = isNamed
                ? row.Name("creator") ?? throw row.Wrong("creator", "is empty; say whom the row is about")
                : OnlyOne;
            if (!prospects.TryGetValue(creator, out Facts? facts))
            {
                prospects.Add(creator, facts = new Facts());
            }
            if (prospects.Count > most.Prospects)
            {
                throw new InputException(rows.Line, $"more than {most.Prospects} creators; split the file");
            }
            characters += Add(row, facts);
            if (characters > most.Characters)
            {
                throw new InputException(
                    rows.Line,
                    $"text: more than {most.Characters} characters in all; split the file"
                );
            }
        }
        if (count == 0)
        {
            throw new InputException("no row; nothing can be said");
        }
        return new(
            [
                .. prospects
                    .OrderBy(one => one.Key, StringComparer.Ordinal)
                    .Select(one => new Prospect(
                        one.Key,
                        [.. one.Value.Profiles.Values],
                        one.Value.Counters,
                        one.Value.Posts,
                        one.Value.Engagements
                    )),
            ],
            count,
            [.. row.Ignored]
        );
    }

    /// <returns>How many characters of it are kept.</returns>
    private static int Add(VetRow row, Facts facts)
    {
        string platform = row.Platform();
        string sort = row.Text("row")?.ToLowerInvariant() ?? "";
        switch (sort)
        {
            case "profile":
                var profile = new ProspectProfile(
                    platform,
                    row.Count("followers"),
                    row.Count("follows"),
                    row.Count("posts"),
                    row.Country()
                );
                if (facts.Profiles.TryGetValue(platform, out ProspectProfile? other) && other != profile)
                {
                    throw row.Wrong("row", $"another profile of this creator on '{platform}'; keep one of them");
                }
                facts.Profiles[platform] = profile;
                return 0;
            case "post":
                facts.Posts.Add(
                    new(platform, Needed(row, "content", row.Name("content")), Needed(row, "time", row.Time()))
                );
                return 0;
            case "counter":
                facts.Counters.Add(
                    new(
                        platform,
                        row.Name("content"),
                        Needed(row, "time", row.Time()),
                        row.Count("followers"),
                        row.Count("views"),
                        row.Count("likes"),
                        row.Count("comments")
                    )
                );
                return 0;
            case "engagement":
                (string? text, string? agent) = (Start(row.Text("text")), Start(row.Text("agent")));
                facts.Engagements.Add(
                    new(
                        platform,
                        Needed(row, "actor", row.Name("actor")),
                        row.Time(),
                        row.Name("kind")?.ToLowerInvariant(),
                        row.Name("content"),
                        row.Country(),
                        text,
                        agent,
                        row.Profile()
                    )
                );
                return (text?.Length ?? 0) + (agent?.Length ?? 0);
            default:
                throw row.Wrong(
                    "row",
                    $"'{FieldText.Shown(sort)}' is not profile, post, counter or engagement; correct the line or leave it out"
                );
        }
    }

    private static string Needed(VetRow row, string column, string? value) =>
        value ?? throw row.Wrong(column, "is empty; fill it in, or leave the row out");

    private static long Needed(VetRow row, string column, long? value) =>
        value ?? throw row.Wrong(column, "is empty; fill it in, or leave the row out");

    private static string? Start(string? text) => text?.Length > LongestText ? text[..LongestText] : text;
}
