using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace CreatorStream.Kafka.Tests;

/// <summary>
/// librdkafka's mock cluster: brokers inside this process, which speak the protocol but keep nothing. The client that
/// was asked for them holds them; others connect to their addresses.
/// </summary>
public sealed partial class MockKafka : IDisposable
{
    private readonly IProducer<byte[], byte[]> holder;
    private readonly SafeHandle client;

    public MockKafka(int brokers = 1)
    {
        KafkaLibrary.Require();
        var config = new ProducerConfig();
        config.Set("test.mock.num.brokers", $"{brokers}");
        holder = new ProducerBuilder<byte[], byte[]>(config).SetLogHandler((_, _) => { }).Build();
        client = Native.HandleOf(holder);
        Cluster = Mock.HandleOf(client.DangerousGetHandle());
        Connection = new KafkaConnection(Marshal.PtrToStringUTF8(Mock.Bootstraps(Cluster))!);
    }

    public KafkaConnection Connection { get; }
    private nint Cluster { get; }

    public string CreateTopic(int partitions = 1, string? name = null)
    {
        name ??= "t-" + Guid.NewGuid().ToString("N")[..8];
        Assert.Equal(0, Mock.CreateTopic(Cluster, name, partitions, 1));
        return name;
    }

    /// <summary>The next requests of a kind (its number in the protocol) are answered with these errors.</summary>
    public void AnswerWith(short request, params ErrorCode[] errors) =>
        Mock.PushErrors(Cluster, request, (nuint)errors.Length, [.. errors.Select(e => (int)e)]);

    public void DeleteRecords(string topic, int partition, long before) =>
        Assert.Equal(0, Mock.DeleteRecords(Cluster, topic, partition, before));

    public void StopBroker(int broker) => Assert.Equal(0, Mock.SetDown(Cluster, broker));

    public void StartBroker(int broker) => Assert.Equal(0, Mock.SetUp(Cluster, broker));

    public void Dispose() => holder.Dispose();

    private static partial class Mock
    {
        private const string Library = "librdkafka";

        static Mock() => NativeLibrary.SetDllImportResolver(typeof(Mock).Assembly, (_, _, _) => Native.Loaded.Value);

        [LibraryImport(Library, EntryPoint = "rd_kafka_handle_mock_cluster")]
        public static partial nint HandleOf(nint client);

        [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
        public static partial nint Bootstraps(nint cluster);

        [LibraryImport(Library, EntryPoint = "rd_kafka_mock_topic_create", StringMarshalling = StringMarshalling.Utf8)]
        public static partial int CreateTopic(nint cluster, string topic, int partitions, int replication);

        [LibraryImport(Library, EntryPoint = "rd_kafka_mock_push_request_errors_array")]
        public static partial void PushErrors(nint cluster, short request, nuint count, int[] errors);

        [LibraryImport(
            Library,
            EntryPoint = "rd_kafka_mock_partition_delete_records",
            StringMarshalling = StringMarshalling.Utf8
        )]
        public static partial int DeleteRecords(nint cluster, string topic, int partition, long before);

        [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_down")]
        public static partial int SetDown(nint cluster, int broker);

        [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_up")]
        public static partial int SetUp(nint cluster, int broker);
    }
}
