using System.Text;
using CreatorStream.Analytics.Attribution;
using CreatorStream.Analytics.Money;
using CreatorStream.Events;

namespace CreatorStream.Pipeline.Catalog;

/// <summary>A catalog entry, upserted whole by (workspace, kind, id). Amounts are micro-units, days yyyy-MM-dd.</summary>
public abstract record CatalogEntry(string Workspace, string Id);

/// <param name="Domains">Hosts that tracked links may lead to; empty: any.</param>
/// <param name="Open">Whether strangers may bring names that the catalog doesn't know; null: as the service has it.</param>
/// <param name="ClaimsWait">Whether orders that nobody proved wait; null where it says nothing.</param>
/// <param name="CodesAreTouches">Whether a code is a touch among others, and doesn't beat links.</param>
public sealed record WorkspaceEntry(
    string Workspace,
    string? Currency,
    IReadOnlyList<string> Domains,
    bool? Open = null,
    bool? ClaimsWait = null,
    bool CodesAreTouches = false
) : CatalogEntry(Workspace, Workspace);

/// <param name="Audience">How many people can be reached at all; null where it says nothing.</param>
/// <param name="Lookback">How far back touches of its content count.</param>
/// <param name="Model">The model of attribution that it is decided by; null: see Workspaces.Views.PrimaryModel.</param>
/// <param name="LeadBar">The score from which on a lead is a qualified one; null: LeadQuality.DefaultBar.</param>
/// <param name="CpaLimitMicros">The cost of an authentic conversion above which there is an alert, in the reporting currency; null: there is none.</param>
/// <param name="SilentMinutes">Minutes without an event after which there is an alert; null: AlertRules.SilentMinutes.</param>
public sealed record CampaignEntry(
    string Workspace,
    string Id,
    string? Name,
    string? Start,
    string? End,
    string? Currency,
    string? TimeZone,
    string? Model = null,
    Lookback? Lookback = null,
    long? Audience = null,
    int? LeadBar = null,
    long? CpaLimitMicros = null,
    int? SilentMinutes = null,
    string? Strength = null
) : CatalogEntry(Workspace, Id);

public sealed record CreatorEntry(string Workspace, string Id, string? Name) : CatalogEntry(Workspace, Id);

public sealed record ContentEntry(
    string Workspace,
    string Id,
    string? Campaign,
    string? Creator,
    string? Platform,
    string? Format,
    string? Published
) : CatalogEntry(Workspace, Id)
{
    /// <summary>Whose publication it is and when; null: it says not both.</summary>
    public (string Creator, long Micros)? PublicationOf =>
        Creator is { } creator && PublishedMicros is { } micros ? (creator, micros) : null;

    /// <summary>When it was published; null: nobody says so, or it can't be.</summary>
    public long? PublishedMicros =>
        Published is { } text
        && Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out long micros)
        && micros >= Rfc3339.EarliestMicros
            ? micros
            : null;
}

public sealed record CodeEntry(string Workspace, string Id, string Creator, string Campaign)
    : CatalogEntry(Workspace, Id);

public sealed record LinkEntry(string Workspace, string Id, string Content, Uri Url) : CatalogEntry(Workspace, Id);

/// <summary>A cost over its own period; without a creator it is the campaign's.</summary>
/// <param name="AmountMicros">A flat one's; of a commission what each conversion costs beside its rate; of a tiered one 0.</param>
/// <param name="Purpose">One of <see cref="CostPurposes.All"/>; null where it says none.</param>
/// <param name="PercentMicros">A commission's part of revenue, in millionths of a per cent; null: it is none.</param>
/// <param name="Tiers">A tiered one's, the lowest first; null: it is none.</param>
public sealed record CostEntry(
    string Workspace,
    string Id,
    string Campaign,
    string? Creator,
    long AmountMicros,
    string? Currency,
    string From,
    string To,
    string? Purpose = null,
    long? PercentMicros = null,
    IReadOnlyList<FeeTier>? Tiers = null
) : CatalogEntry(Workspace, Id);

/// <summary>Reporting units per unit of a currency on a UTC day, in millionths.</summary>
public sealed record RateEntry(string Workspace, string Id, string Currency, string Day, long RateMicros)
    : CatalogEntry(Workspace, Id);

/// <summary>What one activity on a platform would have cost as advertising, for EMV.</summary>
/// <param name="Of">One of <see cref="EarnedMedia.Kinds"/>.</param>
/// <param name="RateMicros">For as many of them as <paramref name="Per"/> says; 0: nothing.</param>
/// <param name="Per">1 or 1,000.</param>
/// <param name="Currency">null: the reporting one.</param>
public sealed record EmvRateEntry(
    string Workspace,
    string Id,
    string Platform,
    EventType Of,
    long RateMicros,
    int Per,
    string? Currency
) : CatalogEntry(Workspace, Id);
