using CreatorStream.Import;

namespace CreatorStream.Offline.Tests;

/// <summary>Tests that catch what a command writes: one at a time, since the console is one.</summary>
[CollectionDefinition("Console")]
public sealed class ConsoleCollection : ICollectionFixture<ConsoleCollection.Progress>
{
    /// <summary>
    /// Progress goes where errors went when it was first asked for. That must be no writer that a test closes: a slow
    /// machine would still write to it in a later test.
    /// </summary>
    public sealed class Progress
    {
        public Progress() => _ = CommandErrors.Console;
    }
}
