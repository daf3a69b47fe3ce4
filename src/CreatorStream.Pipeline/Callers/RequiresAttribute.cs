namespace CreatorStream.Pipeline.Callers;

/// <summary>
/// What a route or a method of the hub asks of its caller; one that doesn't say is answered to nobody. As an attribute
/// of a method, or as metadata of a route.
/// </summary>
/// <param name="right">None: open to everybody.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresAttribute(Rights right) : Attribute
{
    public Rights Right => right;
}
