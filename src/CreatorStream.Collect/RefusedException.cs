namespace CreatorStream.Collect;

/// <summary>A request that is refused as a whole: nothing of it was taken.</summary>
public sealed class RefusedException(int status, string message) : Exception(message)
{
    public int Status => status;
}
