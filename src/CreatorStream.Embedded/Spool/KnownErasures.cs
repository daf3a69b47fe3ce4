using System.Globalization;

namespace CreatorStream.Embedded.Spool;

/// <summary>
/// Who was erased, as far as a collector has heard, and of which log: beside what is spooled, so that the next process knows
/// it before that log is there. By the identities of visitors; names are nowhere.
/// </summary>
/// <param name="LogSecret">Of the log that the events are for.</param>
public sealed record KnownErasures(ulong LogSecret, IReadOnlyCollection<ulong> Visitors)
{
    private const string Table = "CREATE TABLE IF NOT EXISTS erased (visitor INTEGER PRIMARY KEY)";
    private const string LogSetting = "spooled_for";

    /// <returns>null where nothing was kept yet.</returns>
    internal static KnownErasures? Read(string path)
    {
        using var file = SqliteFile.Open(path, readOnly: true);
        using Statement log = file.Prepare("SELECT value FROM settings WHERE name = ?");
        if (!log.Bind(1, LogSetting).Step())
        {
            return null;
        }
        var visitors = new List<ulong>();
        using Statement all = file.Prepare("SELECT visitor FROM erased");
        while (all.Step())
        {
            visitors.Add((ulong)all.Int64(0));
        }
        return new KnownErasures(ulong.Parse(log.Text(0), CultureInfo.InvariantCulture), visitors);
    }

    /// <summary>Keeps these beside those kept before. Within a transaction.</summary>
    internal void Write(SqliteFile file)
    {
        file.Execute(Table);
        using Statement log = file.Prepare("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)");
        log.Bind(1, LogSetting).Bind(2, LogSecret.ToString(CultureInfo.InvariantCulture)).Run();
        using Statement erased = file.Prepare("INSERT OR IGNORE INTO erased (visitor) VALUES (?)");
        foreach (ulong visitor in Visitors)
        {
            erased.Bind(1, (long)visitor).Run();
        }
    }

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"{Visitors.Count} erased visitors";
}
