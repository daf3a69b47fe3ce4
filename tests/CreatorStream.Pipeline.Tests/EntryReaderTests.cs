using System.Text;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Pipeline.Tests;

public sealed class EntryReaderTests
{
    [Fact]
    public void Entries_come_one_by_one_and_count_as_read_when_all_of_a_record_have_come()
    {
        using var reader = new EntryReader<CatalogEntry>(
            new Records(
                """{"kind":"creator","id":"eva"}""",
                """
                {"kind":"creator","id":"ana"}

                {"kind":"unknown","id":"x"}
                {"kind":"creator","id":"ben"}

                """,
                "",
                """{"kind":"creator","id":"ida"}"""
            ),
            CatalogParser.TryParse
        );
        Assert.Equal(0, reader.Offset);
        Assert.Equal([("eva", 1, false), ("ana", 1, true), ("ben", 2, false), ("ida", 4, false)], Read());
        Assert.Equal(4, reader.Offset);

        IEnumerable<(string Id, long Offset, bool HasMore)> Read()
        {
            while (reader.TryRead(out CatalogEntry? entry))
            {
                yield return (entry.Id, reader.Offset, reader.HasMore);
            }
        }
    }

    private sealed class Records(params string[] records) : ILogReader
    {
        public long Offset { get; private set; }

        public long DamagedFacts => 0;

        public Task Appended => Task.CompletedTask;

        public bool TryRead(out LogRecord record)
        {
            if (Offset == records.Length)
            {
                record = default;
                return false;
            }
            record = new LogRecord(Offset + 1, 0, 1, Encoding.UTF8.GetBytes(records[Offset]));
            Offset++;
            return true;
        }

        public void Dispose() { }
    }
}
