namespace CreatorStream.Analytics.Authenticity.Agents;

/// <summary>Why a user agent is held to be no person's browser.</summary>
public enum AgentSign
{
    /// <summary>It is of the form of a browser or an app, or there is none.</summary>
    None,

    /// <summary>The public list names it.</summary>
    KnownCrawler,

    /// <summary>It says itself what it is: «bot», «crawl», a library's name.</summary>
    Word,

    /// <summary>It gives an address, by which crawlers say whose they are; browsers have none.</summary>
    Address,

    /// <summary>It does not begin as any browser, app, player or telephone does.</summary>
    Form,

    /// <summary>The platform is none, or something else stands beside it.</summary>
    Platform,

    /// <summary>A product that is no browser stands among the parts of a desktop browser.</summary>
    Product,
}
