namespace CreatorStream.Pipeline.Workspaces.Fits;

/// <summary>What models are fitted to, copied from what goes on changing.</summary>
internal interface IFitInput
{
    /// <summary>For traces: what there is of it, and how many.</summary>
    (string Of, int Count) Size { get; }

    /// <summary>Copies some more. Only the loop that owns what is copied may.</summary>
    /// <returns>Whether that is all.</returns>
    bool GoOn();
}
