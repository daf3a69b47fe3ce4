using CreatorStream.Analytics.Authenticity;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Workspaces.Authenticity;

/// <summary>An actor with its evidence, and what follows from it.</summary>
internal sealed class Actor(ulong visitor, int partition)
{
    public ulong Visitor => visitor;

    /// <summary>Whose actor it is.</summary>
    public int Partition => partition;

    /// <summary>What its own partition says, but for its events; null: nothing, or nothing any more.</summary>
    public EvidenceRow? Row { get; set; }

    /// <summary>What all partitions say together.</summary>
    public bool SharesText { get; set; }

    /// <summary>That it wrote a text of its own often.</summary>
    public bool CopiesText { get; set; }

    /// <summary>What the groups say that it was found in.</summary>
    public GroupEvidence Groups { get; set; }

    public FewCounts<int> EventsBySubject { get; } = new();

    /// <summary>By the placements of now; none of no events.</summary>
    public FewCounts<string> EventsByCampaign { get; } = new();

    /// <summary>What its task was told last, or says that it has.</summary>
    public VerdictLevel Told { get; set; }

    /// <summary>Whether it was told so by this owner of the workspace.</summary>
    public bool IsTold { get; set; }

    /// <summary>Whether its task is told of it whatever it is held to be, so as to say its name.</summary>
    public bool IsAsked { get; set; }

    /// <summary>What its task says of it is not known, and it was asked nothing.</summary>
    public bool IsToAsk => IsAsked && Row == null && !IsTold;

    /// <summary>What follows from its score.</summary>
    public VerdictLevel Verdict { get; private set; }

    /// <summary>What a person decided; null: nothing.</summary>
    public VerdictLevel? Override { get; set; }

    /// <summary>What counts.</summary>
    public VerdictLevel Final => Override ?? Verdict;

    /// <summary>Whether it is among those that campaigns show.</summary>
    public bool IsShown => Final != VerdictLevel.Clear && Row != null;

    private ActorEvidence Evidence => new(Row?.Signs ?? Signs.None, SharesText || CopiesText, Groups);

    /// <summary>
    /// A verdict takes out all that an actor did, in all campaigns: so the least strict of those that it was in decides. While
    /// none is known it is as if one of moderate strength was; beside one that is, a made-up name changes nothing.
    /// </summary>
    public void Judge(Func<string, Strength?> strengthOf)
    {
        Strength? least = null;
        foreach (string campaign in EventsByCampaign.Keys)
        {
            if (strengthOf(campaign) is { } of && of.Inauthentic > (least?.Inauthentic ?? 0))
            {
                least = of;
            }
        }
        Verdict = (least ?? Strength.Moderate).Judge(Score.Of(Evidence));
    }

    /// <summary>How likely it is no person by a reason of <see cref="Reason.All"/> alone: 0 … 1; 0 where that is none.</summary>
    public double LikelihoodBy(int reason) =>
        reason < Detectors.All.Count ? Detectors.All[reason].Likelihood(Evidence)
        : Override == VerdictLevel.Inauthentic ? 1
        : 0;
}
