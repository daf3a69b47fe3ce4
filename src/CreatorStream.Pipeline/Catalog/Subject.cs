namespace CreatorStream.Pipeline.Catalog;

/// <summary>
/// What an event is about in its own words: its content, and the campaign, creator, platform and channel that it
/// named. The catalog turns it into a <see cref="Placement"/>. Empty where the event is silent.
/// </summary>
public sealed record Subject(
    string Workspace,
    string Content,
    string Campaign,
    string Creator,
    string Platform,
    string Channel
)
{
    public const string DefaultWorkspace = "default";
}

/// <summary>Where content belongs: by the catalog, and where that is silent, by the event's own fields.</summary>
public readonly record struct Placement(string Campaign, string Creator);

/// <summary>The same with its platform: the catalog's, and where that is silent, the event's own; empty: nobody said.</summary>
public readonly record struct Home(Placement Placement, string Platform);
