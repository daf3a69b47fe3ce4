using CreatorStream.Events;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Embedded;

/// <summary>What was told of alerts, in a SQLite file of its own. A message is on disk before it is first sent.</summary>
public sealed class SqliteNotificationStore : INotificationStore, IDisposable
{
    private readonly SqliteFile file;
    private readonly Lock gate = new();
    private readonly TimeProvider time;

    private SqliteNotificationStore(SqliteFile file, TimeProvider time, long sinceMicros)
    {
        this.file = file;
        this.time = time;
        SinceMicros = sinceMicros;
    }

    public long SinceMicros { get; }

    /// <exception cref="LogUnavailableException">It can't be opened.</exception>
    public static SqliteNotificationStore Open(string path, TimeProvider time)
    {
        var file = SqliteFile.Open(path, readOnly: false);
        try
        {
            file.Execute(
                """
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = FULL;
                CREATE TABLE IF NOT EXISTS begun (at INTEGER NOT NULL);
                CREATE TABLE IF NOT EXISTS told (
                  channel TEXT NOT NULL,
                  event TEXT NOT NULL,
                  workspace TEXT NOT NULL,
                  campaign TEXT NOT NULL,
                  rule TEXT NOT NULL,
                  creator TEXT NOT NULL,
                  opened INTEGER NOT NULL,
                  at INTEGER NOT NULL
                );
                CREATE INDEX IF NOT EXISTS told_of ON told (workspace, campaign);
                CREATE TABLE IF NOT EXISTS waiting (
                  id TEXT PRIMARY KEY,
                  channel TEXT NOT NULL,
                  body BLOB NOT NULL,
                  first INTEGER NOT NULL,
                  due INTEGER NOT NULL,
                  attempts INTEGER NOT NULL
                ) WITHOUT ROWID;
                CREATE INDEX IF NOT EXISTS waiting_of ON waiting (channel, due);
                CREATE TABLE IF NOT EXISTS follows (
                  id TEXT NOT NULL,
                  earlier TEXT NOT NULL,
                  PRIMARY KEY (id, earlier)
                ) WITHOUT ROWID;
                """
            );
            long since = file.Scalar("SELECT at FROM begun");
            if (since == 0)
            {
                since = Rfc3339.ToMicros(time.GetUtcNow());
                using Statement begin = file.Prepare("INSERT INTO begun (at) VALUES (?)");
                begin.Bind(1, since).Run();
            }
            return new SqliteNotificationStore(file, time, since);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public IReadOnlyList<ToldAlert> Told(string workspace, string campaign)
    {
        lock (gate)
        {
            using Statement of = file.Prepare(
                "SELECT channel, event, rule, creator, opened FROM told WHERE workspace = ? AND campaign = ?"
            );
            of.Bind(1, workspace).Bind(2, campaign);
            var told = new List<ToldAlert>();
            while (of.Step())
            {
                told.Add(
                    new ToldAlert(of.Text(0), of.Text(1), workspace, campaign, of.Text(2), of.Text(3), of.Int64(4))
                );
            }
            return told;
        }
    }

    public void Tell(ToldAlert alert, WaitingMessage message, IReadOnlyList<string> after) =>
        Transact(() =>
        {
            using Statement told = file.Prepare("INSERT INTO told VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
            told.Bind(1, alert.Channel)
                .Bind(2, alert.Event)
                .Bind(3, alert.Workspace)
                .Bind(4, alert.Campaign)
                .Bind(5, alert.Rule)
                .Bind(6, alert.Creator)
                .Bind(7, alert.OpenedMicros)
                .Bind(8, Rfc3339.ToMicros(time.GetUtcNow()))
                .Run();
            Write(message);
            foreach (string earlier in after)
            {
                using Statement follow = file.Prepare("INSERT OR REPLACE INTO follows VALUES (?, ?)");
                follow.Bind(1, message.Id).Bind(2, earlier).Run();
            }
        });

    public int Waiting(string channel)
    {
        lock (gate)
        {
            using Statement count = file.Prepare("SELECT COUNT(*) FROM waiting WHERE channel = ?");
            return count.Bind(1, channel).Step() ? (int)count.Int64(0) : 0;
        }
    }

    public WaitingMessage? Next(string channel) => Waiting(channel, long.MaxValue, long.MinValue, 1).FirstOrDefault();

    public IReadOnlyList<WaitingMessage> Due(string channel, long nowMicros) =>
        Waiting(channel, nowMicros, nowMicros, int.MaxValue);

    public void Postpone(WaitingMessage message)
    {
        lock (gate)
        {
            Write(message);
        }
    }

    public void Remove(WaitingMessage message) =>
        Transact(() =>
        {
            using Statement remove = file.Prepare("DELETE FROM waiting WHERE id = ?");
            remove.Bind(1, message.Id).Run();
            using Statement order = file.Prepare("DELETE FROM follows WHERE id = ?");
            order.Bind(1, message.Id).Run();
        });

    public void Prune(long nowMicros, TimeSpan keptFor, IReadOnlySet<string> channels) =>
        Transact(() =>
        {
            long keptMicros = keptFor.Ticks / TimeSpan.TicksPerMicrosecond;
            // Openings are of event time: what was told while the clock was ahead makes nothing else old.
            using Statement told = file.Prepare(
                """
                DELETE FROM told WHERE at < ?1
                  AND at < (SELECT MAX(at) FROM told) - ?2
                  AND opened < (SELECT MAX(opened) FROM told) - ?2
                """
            );
            told.Bind(1, nowMicros - keptMicros).Bind(2, keptMicros).Run();
            foreach (string channel in ChannelsWaitedFor().Where(channel => !channels.Contains(channel)))
            {
                using Statement waiting = file.Prepare("DELETE FROM waiting WHERE channel = ? AND first < ?");
                waiting.Bind(1, channel).Bind(2, nowMicros - keptMicros).Run();
            }
            file.Execute("DELETE FROM follows WHERE id NOT IN (SELECT id FROM waiting)");
        });

    public void Dispose()
    {
        lock (gate)
        {
            file.Dispose();
        }
    }

    private List<string> ChannelsWaitedFor()
    {
        using Statement of = file.Prepare("SELECT DISTINCT channel FROM waiting");
        var channels = new List<string>();
        while (of.Step())
        {
            channels.Add(of.Text(0));
        }
        return channels;
    }

    private void Transact(Action work)
    {
        lock (gate)
        {
            file.Transact(work);
        }
    }

    /// <param name="heldMicros">One is held back while another is to come before it that is due later than this.</param>
    private List<WaitingMessage> Waiting(string channel, long dueMicros, long heldMicros, int most)
    {
        lock (gate)
        {
            using Statement next = file.Prepare(
                """
                SELECT id, body, first, due, attempts FROM waiting AS later
                WHERE channel = ? AND due <= ? AND NOT EXISTS (
                  SELECT 1 FROM follows JOIN waiting AS earlier ON earlier.id = follows.earlier
                  WHERE follows.id = later.id AND earlier.due > ?
                )
                ORDER BY due, first, id LIMIT ?
                """
            );
            next.Bind(1, channel).Bind(2, dueMicros).Bind(3, heldMicros).Bind(4, most);
            var messages = new List<WaitingMessage>();
            while (next.Step())
            {
                messages.Add(
                    new WaitingMessage(
                        next.Text(0),
                        channel,
                        next.Blob(1).ToArray(),
                        next.Int64(2),
                        next.Int64(3),
                        (int)next.Int64(4)
                    )
                );
            }
            return messages;
        }
    }

    private void Write(WaitingMessage message)
    {
        using Statement put = file.Prepare("INSERT OR REPLACE INTO waiting VALUES (?, ?, ?, ?, ?, ?)");
        put.Bind(1, message.Id)
            .Bind(2, message.Channel)
            .Bind(3, message.Body.AsSpan())
            .Bind(4, message.FirstMicros)
            .Bind(5, message.DueMicros)
            .Bind(6, message.Attempts)
            .Run();
    }
}
