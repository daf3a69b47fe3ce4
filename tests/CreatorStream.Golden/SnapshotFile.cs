using SQLitePCL;
using static SQLitePCL.raw;

namespace CreatorStream.Golden;

/// <summary>The snapshots of a data folder: looked at while the service runs, and damaged while it doesn't.</summary>
public static class SnapshotFile
{
    private static readonly string[] Parts = ["snapshots.db", "snapshots.db-wal"];

    /// <summary>Waits until every partition has saved its state.</summary>
    public static Task AwaitManifests(ServiceProcess service, int partitions)
    {
        Batteries_V2.Init();
        return Eventually.Holds(
            "a snapshot of every partition",
            () => Task.FromResult(Tasks(service) >= partitions ? null : $"{Tasks(service)} of {partitions}")
        );
    }

    /// <summary>Changes bytes all over it, but for the file's header, so that it is still opened.</summary>
    public static void Flip(string folder, Random random)
    {
        const int Header = 200;
        foreach (string path in Existing(folder))
        {
            byte[] bytes = File.ReadAllBytes(path);
            for (int at = Header + random.Next(Header); at < bytes.Length; at += 1 + random.Next(4_000))
            {
                bytes[at] ^= (byte)(1 << random.Next(8));
            }

            File.WriteAllBytes(path, bytes);
        }
    }

    /// <summary>Cuts it somewhere.</summary>
    public static void Truncate(string folder, Random random)
    {
        foreach (string path in Existing(folder))
        {
            using FileStream file = File.OpenWrite(path);
            file.SetLength(random.NextInt64(file.Length));
        }
    }

    /// <summary>One that was never a database.</summary>
    public static void Replace(string folder, Random random)
    {
        Delete(folder);
        byte[] bytes = new byte[10_000];
        random.NextBytes(bytes);
        File.WriteAllBytes(Path.Combine(folder, Parts[0]), bytes);
    }

    public static void Delete(string folder)
    {
        foreach (string path in Directory.GetFiles(folder, "snapshots.db*"))
        {
            File.Delete(path);
        }
    }

    private static IEnumerable<string> Existing(string folder) =>
        Parts
            .Select(part => Path.Combine(folder, part))
            .Where(path => File.Exists(path) && new FileInfo(path).Length > 0);

    private static int Tasks(ServiceProcess service)
    {
        string path = Path.Combine(service.Data, Parts[0]);
        int opened = sqlite3_open_v2(path, out sqlite3? db, SQLITE_OPEN_READONLY, null);
        using (db)
        {
            // Busy or not made yet: looked at again.
            if (
                opened != SQLITE_OK
                || sqlite3_prepare_v2(db, "SELECT count(DISTINCT task) FROM manifests", out sqlite3_stmt? count)
                    != SQLITE_OK
            )
            {
                return 0;
            }

            using (count)
            {
                return sqlite3_step(count) == SQLITE_ROW ? sqlite3_column_int(count, 0) : 0;
            }
        }
    }
}
