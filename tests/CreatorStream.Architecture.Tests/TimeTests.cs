using System.Text.RegularExpressions;

namespace CreatorStream.Architecture.Tests;

public sealed partial class TimeTests
{
    /// <summary>Files outside the edge projects that may take a TimeProvider; each with its reason.</summary>
    private static readonly string[] EdgeFiles =
    [
        // How often operators are warned.
        "src/CreatorStream.Pipeline/Callers/RareWarning.cs",
        // The loops that pace ticks, snapshots, publications and second tries: figures never see this clock.
        "src/CreatorStream.Pipeline/Engine.cs",
        "src/CreatorStream.Pipeline/Erasures/LogEraser.cs",
        "src/CreatorStream.Pipeline/OffHeap/StateWatch.cs",
        "src/CreatorStream.Pipeline/Visitors/VisitorTask.cs",
        "src/CreatorStream.Pipeline/Visitors/Snapshots/SnapshotSave.cs",
        "src/CreatorStream.Pipeline/Visitors/Snapshots/VisitorSnapshots.cs",
        "src/CreatorStream.Pipeline/Workspaces/WorkspaceTask.cs",
        // When models are fitted, and in whose thread.
        "src/CreatorStream.Pipeline/Workspaces/Fits/FitQueue.cs",
        "src/CreatorStream.Pipeline/Workspaces/Fits/WorkspaceFits.cs",
        // What a workspace may take of a round.
        "src/CreatorStream.Pipeline/Workspaces/Views/Rounds.cs",
        // What is scheduled on it runs in a loop's turns.
        "src/CreatorStream.Pipeline/Flow/TimeProviderScheduler.cs",
        // Stamps a view's state with the time of its publication.
        "src/CreatorStream.Pipeline/Workspaces/Views/ViewPublisher.cs",
    ];

    [GeneratedRegex(@"\bTimeProvider\b")]
    private static partial Regex TimeProviderName();

    [GeneratedRegex(@"#pragma\s+warning\s+disable[^\n]*\bRS0030\b|SuppressMessage[^\n]*RS0030|NoWarn>[^<]*RS0030")]
    private static partial Regex BanLifted();

    [GeneratedRegex(@"\b(Thread\.Sleep|SpinWait\.SpinUntil|Task\.Delay)\s*\(\s*(?!Timeout\.Infinite)")]
    private static partial Regex Waiting();

    [Fact]
    public void Time_enters_at_the_edges_only() =>
        Rule.Holds(
            $"TimeProvider is used only in {string.Join(", ", Layers.Edges)}.",
            "pass the time in as a value; for a file that truly is an edge, name it in TimeTests.EdgeFiles.",
            from file in Repository.CSharp("src")
            where
                !Layers.Edges.Any(edge => file.Path.StartsWith($"src/{Layers.Prefix}{edge}/", StringComparison.Ordinal))
            where !EdgeFiles.Contains(file.Path)
            from Match match in TimeProviderName().Matches(file.Code)
            select file.At(match.Index)
        );

    [Fact]
    public void The_ban_on_ambient_time_is_lifted_nowhere() =>
        Rule.Holds(
            "What src/BannedSymbols.txt bans stays banned.",
            "take a TimeProvider at the edge, and pass its values inwards.",
            from file in Repository.Files("src")
            from Match match in BanLifted().Matches(file.Text)
            select file.At(match.Index)
        );

    [Fact]
    public void Tests_wait_for_what_they_wait_for() =>
        Rule.Holds(
            "Tests don't sleep: too short it fails by chance, too long it costs every run.",
            "await the thing itself (a task, a channel, an event), step a manual TimeProvider, or poll with the helper "
                + "in a file named Eventually.cs, the only one that may pause between two looks.",
            from file in Repository.CSharp("tests")
            where file.Name != "Eventually.cs"
            from Match match in Waiting().Matches(file.Code)
            select $"{file.At(match.Index)}: {match.Groups[1].Value}"
        );
}
