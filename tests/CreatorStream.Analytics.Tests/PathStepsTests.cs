using CreatorStream.Analytics.Attribution;
using CreatorStream.Events;

namespace CreatorStream.Analytics.Tests;

/// <summary>An order's path as it is counted among paths.</summary>
public sealed class PathStepsTests
{
    [Fact]
    public void Touches_with_the_same_that_follow_each_other_are_one_step()
    {
        (List<PathStep> steps, PathStep? credited, bool isCut) = Of([
            At(1, "ann"),
            At(2, "ann"),
            At(3, "bob"),
            At(4, "ann"),
        ]);
        Assert.Equal(["ann", "bob", "ann"], steps.Select(step => step.Creator));
        Assert.Equal(("ann", false), (credited!.Value.Creator, isCut));
    }

    [Fact]
    public void Last_touch_may_credit_a_step_before_the_last_one()
    {
        (_, PathStep? credited, _) = Of([At(1, "ann", EventType.Click), At(2, "bob", EventType.Like)]);
        Assert.Equal("ann", credited!.Value.Creator);
    }

    [Fact]
    public void A_channel_is_a_step_of_its_own()
    {
        (List<PathStep> steps, _, _) = Of([At(1, "ann"), new Touch(2, EventType.Visit, "", "", "", "email")]);
        Assert.Equal([new PathStep("spring", "ann", ""), new PathStep("", "", "email")], steps);
    }

    [Fact]
    public void Of_many_steps_the_last_ones_are_kept()
    {
        string[] creators = [.. Enumerable.Range(0, PathSteps.Most + 3).Select(n => $"creator-{n}")];
        (List<PathStep> steps, _, bool isCut) = Of([.. creators.Select((creator, n) => At(n, creator))]);
        Assert.Equal(creators[3..], steps.Select(step => step.Creator));
        Assert.True(isCut);
        (steps, _, isCut) = Of([.. creators[3..].Select((creator, n) => At(n, creator))]);
        Assert.Equal((PathSteps.Most, false), (steps.Count, isCut));
    }

    [Fact]
    public void Who_met_nobody_has_no_steps()
    {
        (List<PathStep> steps, PathStep? credited, _) = Of([]);
        Assert.Empty(steps);
        Assert.Null(credited);
    }

    private static (List<PathStep> Steps, PathStep? Credited, bool IsCut) Of(List<Touch> met)
    {
        List<PathStep> steps = [];
        (PathStep? credited, bool isCut) = PathSteps.Of(OrderPath.Of(met, [], null, 100), steps);
        return (steps, credited, isCut);
    }

    private static Touch At(long timeMicros, string creator, EventType kind = EventType.Click) =>
        new(timeMicros, kind, "spring", creator, "post of " + creator, "");
}
