using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Visitors;

namespace CreatorStream.Pipeline.Tests;

/// <summary>A reader that has come to an offset, of a log of 100.</summary>
internal sealed class ReaderAt(long offset) : IEventReader
{
    public IReadOnlyDictionary<string, long> Vector { get; } = new Dictionary<string, long> { ["events"] = offset };

    public long Offset => offset;

    public long Unreadable => 0;

    public bool IsBehindFormerOwner => false;

    public Task Arrival { get; } = new TaskCompletionSource().Task;

    public bool Holds(IReadOnlyDictionary<string, long> vector) => vector["events"] <= 100;

    public void Open(IReadOnlyDictionary<string, long> vector) { }

    public bool TryRead(FactBatch batch) => false;

    public void Dispose() { }
}
