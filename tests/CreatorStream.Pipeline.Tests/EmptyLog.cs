using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Pipeline.Tests;

internal sealed class EmptyLog : IFactLog
{
    public int Partitions => 1;

    public ulong Secret { get; init; } = 1;

    public Task AppendAsync(IReadOnlyList<LogAppend> records, CancellationToken cancel) =>
        throw new NotSupportedException();

    public ILogReader Read(LogStream stream, int partition, long afterOffset) => new Nothing();

    public long EndOffset(LogStream stream, int partition) => 0;

    private sealed class Nothing : ILogReader
    {
        public long Offset => 0;

        public long DamagedFacts => 0;

        public Task Appended { get; } = new TaskCompletionSource().Task;

        public bool TryRead(out LogRecord record)
        {
            record = default;
            return false;
        }

        public void Dispose() { }
    }
}
