using System.Globalization;
using CreatorStream.Analytics.Authenticity.Profiles;
using CreatorStream.Import;

namespace CreatorStream.Offline.Vet;

/// <summary>The fields of the row that is read, by the names of their columns; null where a column or a value is missing.</summary>
internal sealed class VetRow
{
    private const long MostCount = 1_000_000_000_000;
    private const int LongestName = 200;

    // The year 3058; a later one is in milliseconds.
    private const long MostSeconds = 1L << 35;
    private const long LeastSeconds = 946_684_800;

    private static readonly string[] TimeForms =
    [
        "yyyy-MM-dd",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd'T'HH:mmK",
        "yyyy-MM-dd HH:mmK",
    ];

    internal static readonly string[] Names =
    [
        "row",
        "creator",
        "platform",
        "time",
        "actor",
        "kind",
        "content",
        "country",
        "text",
        "agent",
        "followers",
        "follows",
        "posts",
        "views",
        "likes",
        "comments",
        "picture",
        "url",
        "digits",
        "bio",
    ];

    private readonly CsvRows rows;
    private readonly Dictionary<string, int> at = new(StringComparer.Ordinal);

    // Countries, platforms and items come over and over.
    private readonly Dictionary<string, string> known = new(StringComparer.Ordinal);

    /// <exception cref="InputException">A column is there twice, or there is none that says what a row is.</exception>
    public VetRow(CsvRows rows)
    {
        this.rows = rows;
        _ = NamedColumn.Of(rows.Columns, "row");
        foreach (string name in Names)
        {
            if (NamedColumn.Find(rows.Columns, name) is { } column)
            {
                at.Add(name, column);
            }
        }
    }

    /// <summary>Columns that are not read.</summary>
    public IEnumerable<string> Ignored =>
        rows.Columns.Where(column => !Names.Contains(column, StringComparer.OrdinalIgnoreCase));

    public bool Has(string column) => at.ContainsKey(column);

    public InputException Wrong(string column, string what) => new(rows.Line, $"{column}: {what}");

    public string? Text(string column) =>
        at.TryGetValue(column, out int index) && rows.Get(index)?.Trim() is { Length: > 0 } text ? text : null;

    public string? Name(string column) =>
        Text(column) switch
        {
            { Length: > LongestName } => throw Wrong(
                column,
                $"is longer than {LongestName} characters; is this the right column?"
            ),
            { } text => Once(text),
            null => null,
        };

    /// <summary>Lower case; "" where it is not known.</summary>
    public string Platform() => Once((Name("platform") ?? "").ToLowerInvariant());

    public string? Country() =>
        Name("country")?.ToUpperInvariant() switch
        {
            null => null,
            [>= 'A' and <= 'Z', >= 'A' and <= 'Z'] code => Once(code),
            { } other => throw Wrong(
                "country",
                $"'{FieldText.Shown(other)}' is no country of two letters, such as DE; correct it, or leave it empty"
            ),
        };

    public long? Count(string column) =>
        Text(column) is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long count) && count <= MostCount
            ? count
        : throw Wrong(
            column,
            $"'{FieldText.Shown(text)}' is not a count from 0 to {MostCount}, without separators; correct it, or leave it empty"
        );

    /// <summary>Seconds since 1970 UTC.</summary>
    public long? Time()
    {
        if (Text("time") is not { } text)
        {
            return null;
        }
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds))
        {
            return seconds switch
            {
                >= MostSeconds => throw Wrong(
                    "time",
                    $"{FieldText.Shown(text)} is beyond the year 3000; give seconds, not milliseconds"
                ),
                // Dates without their dashes are such numbers, and would all lie in one year.
                < LeastSeconds => throw Wrong(
                    "time",
                    $"{FieldText.Shown(text)} as seconds since 1970 is before the year 2000; write a date as 2026-11-21"
                ),
                _ => seconds,
            };
        }
        return
            DateTimeOffset.TryParseExact(
                text,
                TimeForms,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out DateTimeOffset time
            ) && time.ToUnixTimeSeconds() is >= 0 and < MostSeconds
            ? time.ToUnixTimeSeconds()
            : throw Wrong(
                "time",
                $"'{FieldText.Shown(text)}' is no time; write it as 2026-11-21T14:30:00Z, 2026-11-21, or in seconds since 1970 UTC"
            );
    }

    /// <summary>What an actor's own profile shows; null unless all of it is known.</summary>
    public ProfileFacts? Profile() =>
        (
            Count("followers"),
            Count("follows"),
            Count("posts"),
            Flag("picture"),
            Share("digits"),
            Count("bio"),
            Flag("url")
        )
            is ({ } followers, { } follows, { } posts, { } picture, { } digits, { } bio, { } url)
            ? new ProfileFacts(followers, follows, posts, picture, digits, bio, url)
            : null;

    private bool? Flag(string column) =>
        Text(column) switch
        {
            null => null,
            "0" => false,
            "1" => true,
            { } other => throw Wrong(
                column,
                $"'{FieldText.Shown(other)}' is not 0 or 1; correct it, or leave it empty"
            ),
        };

    private double? Share(string column) =>
        Text(column) is not { } text ? null
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double share)
        && share is >= 0 and <= 1
            ? share
        : throw Wrong(column, $"'{FieldText.Shown(text)}' is not a share from 0 to 1; correct it, or leave it empty");

    private string Once(string text)
    {
        if (!known.TryGetValue(text, out string? same))
        {
            known.Add(text, same = text);
        }
        return same;
    }
}
