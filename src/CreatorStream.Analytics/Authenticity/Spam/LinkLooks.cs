namespace CreatorStream.Analytics.Authenticity.Spam;

/// <summary>
/// How far a text was looked through for links that begin with no scheme. What was refused once holds none from a later letter on
/// either, but for its last label: else names of many labels with dashes would cost their length at each dash.
/// </summary>
internal struct LinkLooks
{
    private int end;

    /// <summary>That were looked through.</summary>
    public long Characters { get; private set; }

    public readonly bool IsDone(int at) => at < end;

    public void Add(int at, int length)
    {
        end = at + length;
        Characters += length;
    }
}
