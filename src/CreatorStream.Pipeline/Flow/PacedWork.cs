namespace CreatorStream.Pipeline.Flow;

/// <summary>Work that follows changes at a pace of its own: see <see cref="PacedExtensions.Paced"/>.</summary>
/// <param name="Turn">Does it, or some of it.</param>
/// <param name="Rest">How long until it is due; nothing or less: it is. Asked again when that is over: more may have come.</param>
internal sealed record PacedWork(Func<Since, TurnEnd> Turn, Func<Since, TimeSpan> Rest);

/// <summary>What a turn of some work leaves.</summary>
internal enum TurnEnd
{
    /// <summary>Nothing: it rests until something changes.</summary>
    Done,

    /// <summary>It is done, and has found what to do the next time.</summary>
    DoneForNow,

    /// <summary>It is not done, and goes on without a rest when others have had their turn.</summary>
    GoesOn,
}

/// <summary>What a pace follows from.</summary>
/// <param name="Done">How long ago the work was last done; for ever before the first time.</param>
/// <param name="Change">How long ago something changed.</param>
/// <param name="Spent">What the work took the last time, all its turns together.</param>
/// <param name="Changes">How much has changed since it was last begun.</param>
internal readonly record struct Since(TimeSpan Done, TimeSpan Change, TimeSpan Spent, long Changes)
{
    public bool IsFirst => Done == TimeSpan.MaxValue;
}
