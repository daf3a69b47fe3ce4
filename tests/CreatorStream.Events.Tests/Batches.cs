namespace CreatorStream.Events.Tests;

/// <summary>Batches compared by what they say, not by their codes.</summary>
internal static class Batches
{
    public static void AssertEqual(EventBatch expected, EventBatch actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        Assert.Equal(expected.Types.ToArray(), actual.Types.ToArray());
        Assert.Equal(expected.TimesMicros, actual.TimesMicros);
        Assert.Equal(expected.ValuesMicros, actual.ValuesMicros);
        Assert.Equal(expected.EngagedMillis, actual.EngagedMillis);
        Assert.Equal(expected.Completeness, actual.Completeness);
        for (int row = 0; row < expected.Count; row++)
        {
            for (EventField field = EventField.Id; (int)field < EventFields.Count; field++)
            {
                Assert.True(
                    expected.Bytes(field, row).SequenceEqual(actual.Bytes(field, row)),
                    $"{field} of row {row} of {expected.Count}"
                );
            }
        }
    }
}
