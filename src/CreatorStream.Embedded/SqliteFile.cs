using CreatorStream.Pipeline.Ports;
using SQLitePCL;
using static SQLitePCL.raw;

namespace CreatorStream.Embedded;

/// <summary>
/// A connection to one SQLite file. The statements of the hot path bind and read spans through SQLitePCL: the ADO.NET
/// layer copies each blob into an array of its own.
/// </summary>
internal sealed class SqliteFile : IDisposable
{
    private const int PatienceMs = 10_000;

    /// <summary>Commits wait as long as this does.</summary>
    private const int PatienceToEmptyMs = 200;

    private readonly sqlite3 db;

    static SqliteFile() => Batteries_V2.Init();

    private SqliteFile(sqlite3 db) => this.db = db;

    public static SqliteFile Open(string path, bool readOnly)
    {
        if (!readOnly)
        {
            CreatePrivate(path);
        }
        int flags = readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
        int result = sqlite3_open_v2(path, out sqlite3 db, flags | SQLITE_OPEN_NOMUTEX, null);
        var file = new SqliteFile(db);
        try
        {
            file.Check(result);
        }
        catch
        {
            file.Dispose();
            throw;
        }
        sqlite3_busy_timeout(db, PatienceMs);
        return file;
    }

    /// <summary>
    /// Makes a file that nobody else may read: it may hold secrets. SQLite gives those beside it the same mode. One that is
    /// there is not even opened, for closing it would end the locks that this process has on it.
    /// </summary>
    private static void CreatePrivate(string path)
    {
        if (OperatingSystem.IsWindows() || File.Exists(path))
        {
            return;
        }
        try
        {
            new FileStream(
                path,
                new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.Write,
                    UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                }
            ).Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // SQLite says what is wrong; or another process has just made it.
        }
    }

    public void Execute(string sql) => Check(sqlite3_exec(db, sql, out _));

    public Statement Prepare(string sql)
    {
        Check(sqlite3_prepare_v2(db, sql, out sqlite3_stmt statement));
        return new Statement(this, statement);
    }

    public long Scalar(string sql)
    {
        using Statement statement = Prepare(sql);
        return statement.Step() ? statement.Int64(0) : 0;
    }

    /// <summary>
    /// Does work whose deletes leave what they delete in free pages, in a file that else overwrites it with zeros: these are
    /// written ahead too, and a full disk could not even be emptied.
    /// </summary>
    public void LeavingTraces(Action work)
    {
        Execute("PRAGMA secure_delete = OFF");
        try
        {
            work();
        }
        finally
        {
            Execute("PRAGMA secure_delete = ON");
        }
    }

    /// <summary>Does several statements in one transaction: all or none.</summary>
    public void Transact(Action work)
    {
        Execute("BEGIN IMMEDIATE");
        try
        {
            work();
            Execute("COMMIT");
        }
        catch
        {
            TryRollback();
            throw;
        }
    }

    public void TryRollback()
    {
        try
        {
            Execute("ROLLBACK");
        }
        catch (LogUnavailableException)
        {
            // SQLite has rolled back by itself, as it does when the disk is full.
        }
    }

    /// <summary>Copies the write-ahead log into the file and cuts it to nothing: pages as they were before lie in it.</summary>
    /// <returns>false: somebody reads older pages.</returns>
    public bool TryEmptyAhead()
    {
        sqlite3_busy_timeout(db, PatienceToEmptyMs);
        try
        {
            return Scalar("PRAGMA wal_checkpoint(TRUNCATE)") == 0;
        }
        finally
        {
            sqlite3_busy_timeout(db, PatienceMs);
        }
    }

    /// <summary>Throws where SQLite did not succeed. Damage has an <see cref="InvalidDataException"/> within; a full disk
    /// and the like have not.</summary>
    internal void Check(int result)
    {
        if (result is not (SQLITE_OK or SQLITE_ROW or SQLITE_DONE))
        {
            int code = sqlite3_extended_errcode(db);
            // The last: tables have other names or columns than were made, which a flipped bit in their description does.
            bool isDamage = (code & 0xFF) is SQLITE_CORRUPT or SQLITE_NOTADB or SQLITE_ERROR;
            throw new LogUnavailableException(
                $"SQLite: {sqlite3_errmsg(db).utf8_to_string()} (code {code})",
                isDamage ? new InvalidDataException("The file is damaged.") : null
            );
        }
    }

    public void Dispose() => db.Dispose();
}

/// <summary>A prepared statement. Parameters count from 1, columns from 0.</summary>
internal sealed class Statement(SqliteFile file, sqlite3_stmt statement) : IDisposable
{
    public Statement Bind(int parameter, long value)
    {
        file.Check(sqlite3_bind_int64(statement, parameter, value));
        return this;
    }

    public Statement Bind(int parameter, string value)
    {
        file.Check(sqlite3_bind_text(statement, parameter, value));
        return this;
    }

    public Statement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        file.Check(sqlite3_bind_blob(statement, parameter, value));
        return this;
    }

    /// <returns>Whether there is a row.</returns>
    public bool Step()
    {
        int result = sqlite3_step(statement);
        file.Check(result);
        return result == SQLITE_ROW;
    }

    /// <summary>Runs a statement without rows, and makes it ready for the next time.</summary>
    public void Run()
    {
        try
        {
            Step();
        }
        finally
        {
            Reset();
        }
    }

    public void Reset() => sqlite3_reset(statement);

    public long Int64(int column) => sqlite3_column_int64(statement, column);

    public string Text(int column) => sqlite3_column_text(statement, column).utf8_to_string();

    /// <summary>Valid until the next step.</summary>
    public ReadOnlySpan<byte> Blob(int column) => sqlite3_column_blob(statement, column);

    public void Dispose() => statement.Dispose();
}
