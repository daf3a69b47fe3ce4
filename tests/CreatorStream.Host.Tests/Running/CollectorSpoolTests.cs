using CreatorStream.Host.Configuration;
using CreatorStream.Host.Running;
using CreatorStream.Pipeline.Erasures;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Host.Tests.Running;

/// <summary>When a collector has a spool, and for which log.</summary>
public class CollectorSpoolTests
{
    private static readonly LogAppend Record = new(LogStream.Counters, 0, "{}\n"u8.ToArray(), 1);

    [Fact]
    public void Without_a_folder_or_a_size_there_is_none()
    {
        using var scratch = new Scratch();
        Assert.Null(Open(new ServiceOptions()));
        Assert.Null(Open(Setting("spool", "0", new ServiceOptions { Data = scratch.Path("data") })));
        SettingException error = Assert.Throws<SettingException>(() =>
            Open(Setting("spool", "5MB", new ServiceOptions()))
        );
        Assert.Contains("--data", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1MB", 1_000_000)]
    [InlineData("2GB", 2_000_000_000)]
    [InlineData("0", 0)]
    public void A_size_is_read(string text, long bytes) =>
        Assert.Equal(bytes, Setting("spool", text, new ServiceOptions()).SpoolBytes);

    [Theory]
    [InlineData("0MB")]
    [InlineData("5")]
    [InlineData("-5MB")]
    [InlineData("2000GB")]
    [InlineData("9999999999999999GB")]
    public void Another_size_is_an_error_that_says_what_would_do(string text)
    {
        SettingException error = Assert.Throws<SettingException>(() => Setting("spool", text, new ServiceOptions()));
        Assert.Contains("1MB to 1024GB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_folder_is_held()
    {
        using var scratch = new Scratch();
        var options = new ServiceOptions { Data = scratch.Path("data") };
        await using CollectorSpool? first = Open(options);
        Assert.Throws<SettingException>(() => Open(options));
    }

    [Fact]
    public async Task Events_are_taken_before_Kafka_is_reached_once_a_process_has_been_here()
    {
        using var scratch = new Scratch();
        var options = new ServiceOptions { Data = scratch.Path("data") };
        await using (CollectorSpool first = Open(options)!)
        {
            Assert.False(first.CanTakeEarly);
            await AttachAsync(first, new CountingLog(3));
        }
        await using CollectorSpool second = Open(options)!;
        IFactLog early = second.TakeEarly(out _);
        Assert.Equal(3, early.Partitions);
        await early.AppendAsync([Record], CancellationToken.None);
        Assert.Equal(1, second.Spool!.Facts);
        var log = new CountingLog(3);
        await AttachAsync(second, log);
        await log.Taken;
    }

    [Fact]
    public async Task A_log_of_other_partitions_gets_what_waits_and_a_spool_of_its_own_when_nothing_does()
    {
        using var scratch = new Scratch();
        var options = new ServiceOptions { Data = scratch.Path("data") };
        await using (CollectorSpool first = Open(options)!)
        {
            await AttachAsync(first, new CountingLog(3));
        }
        await using (CollectorSpool second = Open(options)!)
        {
            await AttachAsync(second, new CountingLog(5));
            Assert.Equal(5, second.Spool!.Partitions);
        }
        await using (CollectorSpool third = Open(options)!)
        {
            await third.TakeEarly(out _).AppendAsync([Record], CancellationToken.None);
            // Requests are divided by five partitions already.
            await Assert.ThrowsAsync<InvalidOperationException>(() => AttachAsync(third, new CountingLog(7)));
        }
        await using CollectorSpool fourth = Open(options)!;
        var log = new CountingLog(7);
        await AttachAsync(fourth, log);
        await log.Taken;
        Assert.Equal(7, fourth.Log!.Partitions);
    }

    [Fact]
    public async Task Who_was_erased_is_known_before_Kafka_is_reached()
    {
        using var scratch = new Scratch();
        var options = new ServiceOptions { Data = scratch.Path("data") };
        await using (CollectorSpool first = Open(options)!)
        {
            await AttachAsync(first, new CountingLog(3), 4711);
            Assert.True(await first.TryKeepAsync(1, [4712]));
        }
        await using CollectorSpool second = Open(options)!;
        IFactLog early = second.TakeEarly(out ErasedVisitors erased);
        Assert.Equal([4711ul, 4712ul], erased.All.Order());
        Assert.Equal(1ul, early.Secret);
    }

    [Fact]
    public async Task What_waits_for_another_log_is_not_sent_to_this_one()
    {
        using var scratch = new Scratch();
        var options = new ServiceOptions { Data = scratch.Path("data") };
        await using (CollectorSpool first = Open(options)!)
        {
            await AttachAsync(first, new CountingLog(3));
        }
        await using (CollectorSpool second = Open(options)!)
        {
            await second.TakeEarly(out _).AppendAsync([Record], CancellationToken.None);
            var other = new CountingLog(3, secret: 2);
            InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() =>
                AttachAsync(second, other)
            );
            Assert.Contains("spool.db", error.Message, StringComparison.Ordinal);
            Assert.False(other.HasTaken);
        }
        await using CollectorSpool third = Open(options)!;
        var log = new CountingLog(3);
        await AttachAsync(third, log);
        await log.Taken;
    }

    [Fact]
    public async Task An_empty_spool_of_another_log_is_begun_anew()
    {
        using var scratch = new Scratch();
        var options = new ServiceOptions { Data = scratch.Path("data") };
        await using (CollectorSpool first = Open(options)!)
        {
            await AttachAsync(first, new CountingLog(3), 4711);
        }
        await using (CollectorSpool second = Open(options)!)
        {
            await AttachAsync(second, new CountingLog(3, secret: 2), 4712);
        }
        await using CollectorSpool third = Open(options)!;
        Assert.Equal(2ul, third.TakeEarly(out ErasedVisitors erased).Secret);
        Assert.Equal([4712ul], erased.All);
    }

    private static async Task AttachAsync(CollectorSpool spool, IFactLog log, params ulong[] erased)
    {
        var known = new ErasedVisitors(log);
        known.Know(erased);
        await spool.AttachAsync(log, known);
    }

    private static CollectorSpool? Open(ServiceOptions options) =>
        CollectorSpool.Open(options, TimeProvider.System, NullLoggerFactory.Instance);

    private static ServiceOptions Setting(string name, string value, ServiceOptions options) =>
        Settings.All.Single(setting => setting.Name == name).Apply(options, value);

    private sealed class CountingLog(int partitions, ulong secret = 1) : IFactLog
    {
        private readonly TaskCompletionSource taken = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Partitions => partitions;

        public ulong Secret => secret;

        public bool HasTaken => taken.Task.IsCompleted;

        /// <summary>Completes with the first record.</summary>
        public Task Taken => Eventually.Done(taken.Task);

        public Task AppendAsync(IReadOnlyList<LogAppend> records, CancellationToken cancel)
        {
            taken.TrySetResult();
            return Task.CompletedTask;
        }

        public ILogReader Read(LogStream stream, int partition, long afterOffset) => throw new NotSupportedException();

        public long EndOffset(LogStream stream, int partition) => throw new NotSupportedException();
    }
}
