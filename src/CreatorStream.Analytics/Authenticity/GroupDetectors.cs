namespace CreatorStream.Analytics.Authenticity;

/// <summary>How likely an actor is no person by the groups that it was found in: see Groups.BoughtEngagement and Groups.Pods.</summary>
/// <param name="BoughtBurst">0 … 1; 0: none such.</param>
public readonly record struct GroupEvidence(double BoughtBurst, double SlowDrip, double Pod);

/// <summary>What groups tell about each who is in them.</summary>
public static class GroupDetectors
{
    public static Detector BoughtBurst { get; } =
        new(
            new Reason(
                "bought-burst",
                "At least 20 actors, and 3 times as many as usual at other creators, engage within hours with content that nothing "
                    + "shows they ever met; from countries with hardly any of the campaign's displays and clicks, or not.",
                0.95,
                "An audience that meets the content where nothing is told of displays, such as an app that isn't connected, or a country to which a post spreads."
            ),
            Cause.Group,
            evidence => evidence.Groups.BoughtBurst
        );

    public static Detector SlowDrip { get; } =
        new(
            new Reason(
                "slow-drip",
                "Hour after hour of a day, far more actors than usual at other creators engage with content that nothing shows they "
                    + "ever met; from countries with hardly any of the campaign's displays and clicks, or not.",
                0.95,
                "An audience that meets the creator where nothing is told of displays, such as an app that isn't connected, or a country to which posts spread."
            ),
            Cause.Group,
            evidence => evidence.Groups.SlowDrip
        );

    public static Detector Pod { get; } =
        new(
            new Reason(
                "pod",
                "A group of at least 5 who engage with the same content of several creators within 5 minutes, again and again, "
                    + "far more often than chance explains.",
                0.95,
                "Friends or colleagues who look at their feeds together; who watches the same broadcasts."
            ),
            Cause.Group,
            evidence => evidence.Groups.Pod
        );
}
