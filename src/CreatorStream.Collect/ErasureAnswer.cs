using CreatorStream.Pipeline.Erasures;

namespace CreatorStream.Collect;

/// <summary>How far erasures are, for who asked for them.</summary>
/// <param name="RewritesLog">The log is rewritten where it lies. Without, it is when it is copied.</param>
/// <param name="Pending">Persons of whom the log still tells; null where it doesn't know.</param>
/// <param name="RecordsRead">By the pass under way.</param>
internal sealed record ErasureAnswer(bool RewritesLog, int? Pending, long RecordsRead)
{
    public static ErasureAnswer Of(LogEraser? eraser) =>
        eraser?.Progress is { } progress
            ? new ErasureAnswer(RewritesLog: true, progress.Pending, progress.RecordsRead)
            : new ErasureAnswer(RewritesLog: false, Pending: null, RecordsRead: 0);
}
