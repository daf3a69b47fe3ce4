namespace CreatorStream.Pipeline.Callers;

/// <summary>
/// What a route or a method of the hub asks of its caller; one that doesn't say is answered to nobody. As an attribute
/// of a method, or as metadata of a route.
/// </summary>
/// <param name="right">One of these is enough; none: open to everybody.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresAttribute(Rights right, Scope scope = Scope.Workspace) : Attribute
{
    public Rights Right => right;

    public Scope Scope => scope;

    public bool IsOpen => right == Rights.None;

    public bool IsHeldBy(Principal caller) => (caller.Rights & right) != 0;
}
