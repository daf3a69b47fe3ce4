using CreatorStream.Events;

namespace CreatorStream.Pipeline.Visitors;

public static class VisitorColumns
{
    /// <summary>
    /// What a visitor task reads of events; the rest stays in the log. Among the events of a batch, ids and visitors
    /// hardly ever recur.
    /// </summary>
    public static EventColumns Read { get; } =
        EventColumns.All.Without(EventField.Url, EventField.Referrer).WithUnshared(EventField.Id, EventField.Visitor);
}
