using System.Globalization;
using CreatorStream.Analytics.Authenticity.Profiles;
using CreatorStream.Import;

namespace CreatorStream.Offline.Backtest.Profiles;

/// <summary>Reads a profile a row, columns in any order and case; others are ignored. All of it is read or none.</summary>
internal static class ProfileFile
{
    private const int MostRows = 5_000_000;
    private const double MostCount = 1e12;

    private static readonly string[] Columns =
    [
        "#followers",
        "#follows",
        "#posts",
        "profile pic",
        "nums/length username",
        "description length",
        "external URL",
    ];

    /// <exception cref="InputException">Something cannot be used; says file, line, column and what to do.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static List<ProfileFacts> Read(string path, CancellationToken ct) =>
        CsvInput.Read(path, (rows, _) => Read(rows, ct));

    private static List<ProfileFacts> Read(CsvRows rows, CancellationToken ct)
    {
        int[] at = [.. Columns.Select(name => NamedColumn.Bind(rows, name))];
        List<ProfileFacts> profiles = [];
        while (rows.Read())
        {
            ct.ThrowIfCancellationRequested();
            rows.RequireNoGap();
            if (rows.Fault is { } fault)
            {
                throw new InputException(rows.Line, $"{fault}; correct the line or leave it out");
            }

            if (profiles.Count == MostRows)
            {
                throw new InputException(rows.Line, $"more than {MostRows} profiles; split the file");
            }

            profiles.Add(
                new ProfileFacts(
                    Count(0),
                    Count(1),
                    Count(2),
                    Flag(3),
                    Number(4, 1, "a share from 0 to 1"),
                    Count(5),
                    Flag(6)
                )
            );
        }
        return profiles;

        double Count(int column) => Number(column, MostCount, $"a count from 0 to {MostCount:F0}");

        bool Flag(int column) =>
            Number(column, 1, "0 or 1") switch
            {
                0 => false,
                1 => true,
                _ => throw Wrong(column, "0 or 1"),
            };

        double Number(int column, double most, string wanted) =>
            double.TryParse(
                rows.Get(at[column]),
                NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
                CultureInfo.InvariantCulture,
                out double number
            )
            && number >= 0
            && number <= most
                ? number
                : throw Wrong(column, wanted);

        InputException Wrong(int column, string wanted) =>
            new(rows.Line, $"{Columns[column]}: '{FieldText.Shown(rows.Get(at[column]))}' is not {wanted}; correct it");
    }
}
