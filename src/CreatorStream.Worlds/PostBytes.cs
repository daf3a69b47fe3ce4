namespace CreatorStream.Worlds;

/// <summary>What events about a post have in common, as bytes of JSON.</summary>
internal sealed class PostBytes
{
    public PostBytes(Post post)
    {
        string creator = Cast.Creators[post.Creator].Id;
        (string? campaign, string _, string? shop, int[] _) = Cast.Campaigns[post.Campaign];
        Fields = Cast.Utf8(
            $",\"campaign\":\"{campaign}\",\"creator\":\"{creator}\",\"content\":\"{post.Id}\",\"platform\":\"{post.Platform}\""
        );
        Url = Cast.Utf8(
            $"{shop}?utm_source={post.Platform}&utm_medium=creator&utm_campaign={campaign}&utm_content={post.Id}"
        );
        Code = Cast.Utf8(WorldCatalog.Code(post.Creator, post.Campaign));
        Source = Cast.Utf8(post.Platform is "blog" ? "pixel" : "api");
        Campaign = post.Campaign;
    }

    /// <summary>Campaign, creator, content and platform, from the comma on.</summary>
    public byte[] Fields { get; }
    public byte[] Url { get; }
    public byte[] Code { get; }
    public byte[] Source { get; }
    public int Campaign { get; }
}
