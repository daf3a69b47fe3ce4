namespace CreatorStream.Analytics.Attribution;

/// <summary>A promo code as the catalog knows it.</summary>
public readonly record struct PromoCode(string Creator, string Campaign)
{
    /// <summary>Whether a touch was with what the code is of.</summary>
    public bool IsOf(in Touch touch) =>
        touch.Creator == Creator && touch.Campaign == Campaign && touch.Content.Length > 0;
}
