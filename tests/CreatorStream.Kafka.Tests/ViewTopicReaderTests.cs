using CreatorStream.Kafka.Views;
using CreatorStream.Pipeline.Views;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Kafka.Tests;

public sealed class ViewTopicReaderTests : IDisposable
{
    private readonly VisitorLog log = new();

    public void Dispose() => log.Dispose();

    [Fact]
    public async Task Views_are_whole_once_all_that_was_there_is_read()
    {
        var key = new ViewKey("default", "spring", "alerts");
        await log.ProduceAsync([.. Enumerable.Range(1, 100).Select(n => Message(n))]);
        using var views = new NewestViews();
        Assert.False(views.AreWhole);
        using var reader = new ViewTopicReader(
            log.Connection,
            log.Topics,
            VisitorLog.Partitions,
            views,
            NullLogger.Instance
        );
        await reader.Ready;
        Assert.True(views.AreWhole);
        Assert.Equal(new ViewVersion(1, 100), views.Find(key)!.Version);

        FactMessage Message(int version) =>
            new(
                log.Topics.Views,
                0,
                "key"u8.ToArray(),
                ViewMessage.Write(
                    new PublishedView(
                        new ViewDocument(
                            key,
                            version,
                            new Dictionary<string, byte[]>(),
                            new Dictionary<string, ViewTable>(),
                            "{}"u8.ToArray()
                        ),
                        new ViewVersion(1, version)
                    )
                )
            );
    }
}
