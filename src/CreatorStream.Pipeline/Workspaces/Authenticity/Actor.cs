using CreatorStream.Analytics.Authenticity;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Workspaces.Authenticity;

/// <summary>An actor with its evidence, and what follows from it.</summary>
internal sealed class Actor(ulong visitor, int partition)
{
    public ulong Visitor => visitor;

    /// <summary>Whose actor it is.</summary>
    public int Partition => partition;

    /// <summary>What its own partition says; null: nothing, or nothing any more.</summary>
    public EvidenceRow? Row { get; set; }

    public Dictionary<int, int> EventsBySubject { get; } = [];

    /// <summary>By the placements of now; none of no events.</summary>
    public Dictionary<string, long> EventsByCampaign { get; } = [];

    /// <summary>What its task was told last, or says that it has.</summary>
    public VerdictLevel Told { get; set; }

    /// <summary>Whether it was told so by this owner of the workspace.</summary>
    public bool IsTold { get; set; }

    /// <summary>The verdict.</summary>
    public VerdictLevel Level { get; private set; }

    /// <summary>Whether it is among those that campaigns show.</summary>
    public bool IsShown => Level == VerdictLevel.Inauthentic && Row != null;

    private ActorEvidence Evidence => new(Row?.Signs ?? Signs.None);

    public void Judge() => Level = Strength.Moderate.Judge(Score.Of(Evidence));

    /// <summary>Whether a detector speaks against it.</summary>
    public bool Shows(Detector detector) => detector.Likelihood(Evidence) > 0;
}
