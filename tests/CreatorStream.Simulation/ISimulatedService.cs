using CreatorStream.Collect;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Simulation;

/// <summary>The service in one of its forms, given turns one at a time.</summary>
internal interface ISimulatedService : IDisposable
{
    EventCollector Events { get; }

    EntryCollector Entries { get; }

    /// <summary>What a dashboard sees.</summary>
    IViewSource Views { get; }

    int Partitions { get; }

    /// <returns>Whether the task may have more to read at once.</returns>
    bool VisitorTurn(int partition);

    /// <summary>A turn of every workspace task.</summary>
    void WorkspaceTurn();

    /// <summary>A turn of those who see to erasures.</summary>
    void ErasureTurn();

    /// <summary>Takes note of how far they have come.</summary>
    /// <exception cref="SimulatedCrashException">The process died while it erased.</exception>
    void TakeErasures();

    /// <summary>The orderly end.</summary>
    void Close();
}
