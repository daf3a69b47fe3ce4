using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Visitors;

namespace CreatorStream.Pipeline.Tests;

public sealed class ContentNumberTests
{
    [Fact]
    public void Whatever_events_say_besides_the_same_content_has_one_number()
    {
        using var memory = new StateMemory();
        var state = new VisitorState(memory.Open(), retention: null);
        int shown = NumberOf(1, new Subject("w", "post", "one", "mia", "tiktok", ""));
        Assert.Equal(shown, NumberOf(2, new Subject("w", "post", "two", "", "", "")));
        Assert.Equal(shown, NumberOf(3, new Subject("w", "post", "two", "", "blog", "")));
        Assert.NotEqual(shown, NumberOf(4, new Subject("w", "other", "one", "mia", "tiktok", "")));
        Assert.NotEqual(shown, NumberOf(5, new Subject("v", "post", "one", "mia", "tiktok", "")));
        Assert.Equal(SubjectTable.None, NumberOf(6, new Subject("w", "", "one", "mia", "tiktok", "")));

        int NumberOf(ulong key, Subject subject) =>
            state.Subjects.ContentOf(state.Subjects.Add(key, subject, isAnonymous: false, state.Catalog));
    }
}
