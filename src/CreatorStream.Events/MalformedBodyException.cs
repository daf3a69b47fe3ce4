namespace CreatorStream.Events;

/// <summary>The body as a whole is no JSON; what came before <see cref="Index"/> must not be taken either.</summary>
public sealed class MalformedBodyException(int index, string reason) : Exception(reason)
{
    public int Index => index;
}
