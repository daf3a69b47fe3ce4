namespace CreatorStream.Pipeline.Views;

/// <summary>What a view is about.</summary>
public enum ViewScope : byte
{
    /// <summary>All of a workspace.</summary>
    Workspace,
    Campaign,

    /// <summary>A creator, over the campaigns of a workspace.</summary>
    Creator,

    /// <summary>Several campaigns of a workspace.</summary>
    Portfolio,
}

/// <summary>Names a view. Whoever may read the workspace may read all views in it.</summary>
/// <param name="Of">The campaign, creator or portfolio; empty where the view is of the workspace.</param>
public readonly record struct ViewKey(string Workspace, ViewScope Scope, string Of, string View)
{
    /// <summary>A view of a campaign.</summary>
    public ViewKey(string workspace, string campaign, string view)
        : this(workspace, ViewScope.Campaign, campaign, view) { }

    /// <summary>Whether a view of a workspace names nothing in it, and any other one does.</summary>
    public bool IsWhole => Of.Length == 0 == (Scope == ViewScope.Workspace) && Scope <= ViewScope.Portfolio;

    public static ViewKey OfWorkspace(string workspace, string view) => new(workspace, ViewScope.Workspace, "", view);
}

/// <summary>What scopes are called outside.</summary>
public static class ViewScopes
{
    private static readonly string[] Names =
    [
        .. Enum.GetNames<ViewScope>().Select(name => char.ToLowerInvariant(name[0]) + name[1..]),
    ];

    public static IReadOnlyList<string> All => Names;

    public static string Name(ViewScope scope) => Names[(int)scope];

    public static bool TryParse(string name, out ViewScope scope)
    {
        int index = Array.IndexOf(Names, name);
        scope = (ViewScope)Math.Max(0, index);
        return index >= 0;
    }
}
