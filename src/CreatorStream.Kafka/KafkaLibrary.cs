using Confluent.Kafka;

namespace CreatorStream.Kafka;

/// <summary>Whether this program can talk to Kafka at all, and how: what librdkafka was built with.</summary>
public static unsafe class KafkaLibrary
{
    /// <exception cref="KafkaUnavailableException">librdkafka is missing or can't be loaded.</exception>
    public static void Require() => _ = Version;

    /// <exception cref="KafkaUnavailableException">librdkafka is missing or can't be loaded.</exception>
    public static string Version
    {
        get
        {
            try
            {
                return Library.VersionString;
            }
            catch (Exception e)
                when (e is DllNotFoundException or InvalidOperationException or TypeInitializationException)
            {
                throw new KafkaUnavailableException(
                    "this build has no usable librdkafka, so it can't talk to Kafka (README, Packages): " + e.Message,
                    e
                );
            }
        }
    }

    /// <summary>Such as ssl, sasl_plain, sasl_scram, lz4, zstd.</summary>
    /// <exception cref="KafkaUnavailableException">librdkafka is missing or can't be loaded.</exception>
    public static IReadOnlySet<string> Features
    {
        get
        {
            Require();
            nint configuration = Native.NewConfiguration();
            try
            {
                nuint size = 512;
                byte* text = stackalloc byte[512];
                return Native.GetSetting(configuration, "builtin.features", text, &size) == 0
                    ? Native.Text(text).Split(',').ToHashSet()
                    : new HashSet<string>();
            }
            finally
            {
                Native.DestroyConfiguration(configuration);
            }
        }
    }
}
