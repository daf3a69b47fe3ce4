using CreatorStream.Analytics.Authenticity;

namespace CreatorStream.Analytics.Tests.Authenticity;

public sealed class LeakedCodeTests
{
    private static readonly (string, CodeBuyers)[] Usual =
    [
        ("ben", new CodeBuyers(5, 0)),
        ("cleo", new CodeBuyers(4, 1)),
        ("dana", new CodeBuyers(6, 2)),
        ("emil", new CodeBuyers(7, 0)),
    ];

    [Theory]
    [InlineData(0, 17, true)]
    [InlineData(1, 17, true)]
    [InlineData(0, 12, true)]
    [InlineData(0, 11, false)] // Too few to say.
    [InlineData(30, 17, false)] // No more than three times as many as at others.
    [InlineData(60, 17, false)]
    public void Of_a_leak_far_more_buyers_are_strangers_than_of_others_also_of_few(
        int met,
        int strangers,
        bool isLeak
    ) => Assert.Equal(isLeak, new LeakedCode.Shares(Usual).Expected("ann", new CodeBuyers(met, strangers)) != null);

    [Fact]
    public void With_other_codes_of_its_creator_it_is_not_compared()
    {
        (string, CodeBuyers)[] own = [.. Enumerable.Repeat(("ann", new CodeBuyers(0, 30)), 9)];
        Assert.NotNull(new LeakedCode.Shares([.. Usual, .. own]).Expected("ann", new CodeBuyers(0, 30)));
        Assert.Null(new LeakedCode.Shares([.. Usual[..2], .. own]).Expected("ann", new CodeBuyers(0, 30)));
    }

    /// <summary>Of two with as many strangers either may be the one that is left out. The catalog has codes in the order in which they came.</summary>
    [Fact]
    public void The_order_of_the_other_codes_makes_no_difference()
    {
        (string, CodeBuyers)[] others =
        [
            ("ben", new CodeBuyers(25, 5)),
            ("cleo", new CodeBuyers(0, 5)),
            ("dana", new CodeBuyers(25, 0)),
        ];
        double?[] expected =
        [
            .. new int[][] { [0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0] }.Select(order =>
                new LeakedCode.Shares(order.Select(of => others[of])).Expected("ann", new CodeBuyers(6, 24))
            ),
        ];
        Assert.NotNull(expected[0]);
        Assert.Single(expected.Distinct());
    }

    [Fact]
    public void Another_leak_does_not_hide_it()
    {
        var shares = new LeakedCode.Shares([.. Usual, ("finn", new CodeBuyers(0, 5_000))]);
        Assert.NotNull(shares.Expected("ann", new CodeBuyers(0, 17)));
    }

    /// <summary>Where most creators are heard where nothing is told of it, one large one whose buyers all met it says nothing of them.</summary>
    [Fact]
    public void One_large_code_does_not_say_what_is_usual()
    {
        (string, CodeBuyers)[] small = [.. Enumerable.Range(0, 8).Select(of => ($"small-{of}", new CodeBuyers(5, 5)))];
        var shares = new LeakedCode.Shares([("large", new CodeBuyers(50_000, 10)), .. small]);
        Assert.Null(shares.Expected("ann", new CodeBuyers(4, 14)));
    }
}
