namespace CreatorStream.Pipeline.Callers;

/// <summary>Which workspaces a route or a method of the hub is about.</summary>
public enum Scope
{
    /// <summary>The one that the address names, or the default one.</summary>
    Workspace,

    /// <summary>Those that the body names: whoever reads it asks the caller's <see cref="Principal"/>.</summary>
    Body,

    /// <summary>The service as a whole: only for who reaches every workspace.</summary>
    Service,

    /// <summary>What tells nothing of any.</summary>
    None,
}
