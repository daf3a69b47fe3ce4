using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace CreatorStream.Kafka;

/// <summary>
/// The calls of librdkafka that Confluent.Kafka doesn't make or makes with an object per message. They work on the
/// handles of Confluent.Kafka's own clients, so there is one client, one connection and one configuration.
/// </summary>
internal static unsafe partial class Native
{
    private const string Library = "librdkafka";

    /// <summary>The clients' handle is internal in Confluent.Kafka; there is no documented way to it.</summary>
    private static readonly PropertyInfo? HandleProperty = typeof(Handle).GetProperty(
        "LibrdkafkaHandle",
        BindingFlags.Instance | BindingFlags.NonPublic
    );

    static Native() =>
        NativeLibrary.SetDllImportResolver(typeof(Native).Assembly, (name, _, _) => name == Library ? Loaded.Value : 0);

    /// <summary>
    /// The copy of the library that Confluent.Kafka has loaded: it chooses among several names, by the system it is on,
    /// and a second copy would not know the first one's handles. 0 leaves it to the usual search.
    /// </summary>
    internal static readonly Lazy<nint> Loaded = new(() =>
    {
        KafkaLibrary.Require();
        if (!OperatingSystem.IsLinux())
        {
            return 0;
        }

        string? path = File.ReadLines("/proc/self/maps")
            .Select(line => line[(line.LastIndexOf(' ') + 1)..])
            .FirstOrDefault(path => Path.GetFileName(path).Contains("librdkafka", StringComparison.Ordinal));
        return path is null ? 0 : NativeLibrary.Load(path);
    });

    /// <summary>The native client of one of Confluent.Kafka's; the caller adds a reference for as long as it uses it.</summary>
    public static SafeHandle HandleOf(IClient client) =>
        HandleProperty?.GetValue(client.Handle) as SafeHandle
        ?? throw new KafkaUnavailableException(
            $"Confluent.Kafka {typeof(IClient).Assembly.GetName().Version} hides its handle in a way that is not known here"
        );

    /// <summary>rd_kafka_message_t.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Message
    {
        public int Error;
        public nint Topic;
        public int Partition;
        public byte* Value;
        public nuint ValueLength;
        public byte* Key;
        public nuint KeyLength;
        public long Offset;
        public nint Private;
    }

    /// <summary>rd_kafka_vu_t: one argument of <see cref="Produce"/>.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 72)]
    internal struct Argument
    {
        [FieldOffset(0)]
        public int Kind;

        [FieldOffset(8)]
        public void* Pointer;

        [FieldOffset(8)]
        public int Number;

        [FieldOffset(16)]
        public nuint Length;

        /// <summary>Of a header: its value, whose length follows. Its name is <see cref="Pointer"/>.</summary>
        [FieldOffset(16)]
        public void* HeaderValue;

        [FieldOffset(24)]
        public nint HeaderLength;
    }

    [LibraryImport(Library, EntryPoint = "rd_kafka_queue_get_consumer")]
    public static partial nint ConsumerQueue(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_queue_destroy")]
    public static partial void DestroyQueue(nint queue);

    /// <summary>Waits until the batch is full or the time is over, and runs callbacks inside.</summary>
    [LibraryImport(Library, EntryPoint = "rd_kafka_consume_batch_queue")]
    public static partial nint ConsumeBatch(nint queue, int timeoutMs, Message** messages, nuint most);

    // These three neither block nor call back, and take less time than leaving managed code in the usual way would.
    [LibraryImport(Library, EntryPoint = "rd_kafka_message_destroy"), SuppressGCTransition]
    public static partial void Destroy(Message* message);

    [LibraryImport(Library, EntryPoint = "rd_kafka_message_timestamp"), SuppressGCTransition]
    public static partial long Timestamp(Message* message, int* type);

    [LibraryImport(Library, EntryPoint = "rd_kafka_topic_name"), SuppressGCTransition]
    public static partial byte* TopicName(nint topic);

    [LibraryImport(Library, EntryPoint = "rd_kafka_message_headers")]
    public static partial int Headers(Message* message, nint* headers);

    [LibraryImport(Library, EntryPoint = "rd_kafka_header_get_last")]
    public static partial int LastHeader(nint headers, byte* name, byte** value, nuint* length);

    /// <summary>The header at a place; not 0 behind the last.</summary>
    [LibraryImport(Library, EntryPoint = "rd_kafka_header_get_all")]
    public static partial int Header(nint headers, nuint index, byte** name, byte** value, nuint* length);

    [LibraryImport(Library, EntryPoint = "rd_kafka_err2str")]
    public static partial byte* ErrorText(int error);

    /// <returns>0, or an error to be destroyed.</returns>
    [LibraryImport(Library, EntryPoint = "rd_kafka_produceva")]
    public static partial nint Produce(nint client, Argument* arguments, nuint count);

    [LibraryImport(Library, EntryPoint = "rd_kafka_error_code")]
    public static partial int ErrorCode(nint error);

    [LibraryImport(Library, EntryPoint = "rd_kafka_error_string")]
    public static partial byte* ErrorString(nint error);

    [LibraryImport(Library, EntryPoint = "rd_kafka_error_destroy")]
    public static partial void DestroyError(nint error);

    /// <summary>What a client's fatal error was: where others only say that there was one.</summary>
    [LibraryImport(Library, EntryPoint = "rd_kafka_fatal_error")]
    public static partial int FatalError(nint client, byte* text, nuint size);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_new")]
    public static partial nint NewConfiguration();

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_destroy")]
    public static partial void DestroyConfiguration(nint configuration);

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_get", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int GetSetting(nint configuration, string name, byte* value, nuint* size);

    public static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";
}
