using CreatorStream.Kafka.Tests;

namespace CreatorStream.Integration;

[CollectionDefinition(Name)]
public sealed class ThreeBrokers : ICollectionFixture<ThreeKafkaBrokers>
{
    public const string Name = "three real brokers";
}
