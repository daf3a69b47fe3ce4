namespace CreatorStream.Pipeline.Callers;

/// <summary>What a caller may do.</summary>
[Flags]
public enum Rights
{
    None = 0,

    /// <summary>Send touches and counters.</summary>
    Collect = 1,

    /// <summary>Send orders, other conversions and refunds, in the name of the source that they state.</summary>
    Sell = 2,

    /// <summary>See figures.</summary>
    Read = 4,

    /// <summary>Say what counts: the catalog, and overrides of verdicts.</summary>
    Decide = 8,

    /// <summary>Run the service: erasures, operations, metrics.</summary>
    Manage = 16,

    /// <summary>Have persons forgotten, and see how far that is: for who answers to them, and runs nothing.</summary>
    Erase = 32,

    All = Collect | Sell | Read | Decide | Manage | Erase,
}
