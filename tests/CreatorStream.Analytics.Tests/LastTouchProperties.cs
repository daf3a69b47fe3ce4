using CreatorStream.Analytics.Attribution;
using CreatorStream.Events;
using FsCheck;
using FsCheck.Fluent;

namespace CreatorStream.Analytics.Tests;

public sealed class LastTouchProperties
{
    // Few of each, so that ties, repeats and competing touches are common.
    private static readonly Gen<Touch> AnyTouch =
        from time in Gen.Choose(0, 4)
        from kind in Gen.Elements(EventTypes.All.Where(kind => kind.Type.IsTouch()).Select(kind => kind.Type))
        from campaign in Gen.Elements("spring", "autumn")
        from creator in Gen.Elements("ann", "bob")
        from content in Gen.Elements("post-1", "post-2", "Post-1")
        from isChannel in Gen.Elements(false, false, false, true)
        select isChannel
            ? new Touch(time, EventType.Visit, "", "", "", "email")
            : new Touch(time, kind, campaign, creator, content, "");

    private static readonly Gen<PromoCode?> AnyCode = Gen.Elements<PromoCode?>(
        null,
        null,
        new PromoCode("ann", "spring"),
        new PromoCode("bob", "autumn"),
        new PromoCode("cem", "spring")
    );

    [Fact]
    public void The_order_in_which_touches_came_decides_nothing() =>
        PropertyChecks.ForAll(
            from touches in AnyTouch.ArrayOf()
            from shuffled in Gen.Shuffle(touches)
            from code in AnyCode
            select (touches, shuffled, code),
            of => Decide(of.touches, of.code) == Decide(of.shuffled, of.code),
            times: 2000
        );

    [Fact]
    public void One_credit_is_given_to_the_last_click_or_visit_else_to_the_last_other_touch() =>
        PropertyChecks.ForAll(
            Gen.Zip(AnyTouch.ArrayOf(), AnyCode),
            of =>
            {
                Touch[] path = [.. of.Item1.Order(Comparer<Touch>.Create(Touch.Compare))];
                IEnumerable<Touch> fitting = of.Item2 is { } code
                    ? path.Where(touch =>
                        (touch.Creator, touch.Campaign) == (code.Creator, code.Campaign) && touch.Content.Length > 0
                    )
                    : path;
                Touch last = fitting.LastOrDefault(
                    touch => touch.Kind is EventType.Click or EventType.Visit or EventType.ProductPage,
                    fitting.LastOrDefault()
                );
                Credit expected =
                    of.Item2 is { } promo ? new Credit(promo.Campaign, promo.Creator, last.Content ?? "", "")
                    : fitting.Any() ? last.Credit
                    : Credit.Unattributed;
                return Decide(of.Item1, of.Item2) == expected;
            },
            times: 2000
        );

    [Fact]
    public void Touches_have_one_order_and_none_are_equal_in_it_but_the_same() =>
        PropertyChecks.ForAll(
            AnyTouch.Three(),
            of =>
            {
                (Touch a, Touch b, Touch c) = of;
                int ab = Math.Sign(Touch.Compare(a, b));
                int bc = Math.Sign(Touch.Compare(b, c));
                return ab == -Math.Sign(Touch.Compare(b, a))
                    && (ab == 0) == (a == b)
                    && (ab > 0 || bc > 0 || Math.Sign(Touch.Compare(a, c)) == Math.Min(ab, bc));
            },
            times: 5000
        );

    private static Credit Decide(Touch[] touches, PromoCode? code) =>
        Credited.By(new LastTouch(), OrderPath.Of([.. touches], [], code, orderMicros: 4));
}
