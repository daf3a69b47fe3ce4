using CreatorStream.Pipeline.Workspaces.Orders;

namespace CreatorStream.Pipeline.Tests;

/// <summary>The newest of orders that come and go.</summary>
public sealed class NewestOrdersTests
{
    [Fact]
    public void They_are_the_newest_of_all_that_there_are_until_too_many_have_gone()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        const int Needed = 5;
        var newest = new NewestOrders(Needed);
        var all = new HashSet<ListedOrder>();
        int searches = 0;
        for (int step = 0; step < 20_000; step++)
        {
            // Most go again, so that often there are few.
            if (all.Count > random.Next(40))
            {
                ListedOrder gone = all.ElementAt(random.Next(all.Count));
                all.Remove(gone);
                newest.Remove(gone);
            }
            else
            {
                var come = new ListedOrder(random.Next(3), (ulong)random.Next(10), random.Next(1_000));
                if (all.Add(come))
                {
                    newest.Add(come);
                }
            }
            if (newest.IsShort)
            {
                searches++;
                newest.Restart();
                foreach (IGrouping<int, ListedOrder> pane in all.GroupBy(of => of.Pane).OrderByDescending(of => of.Key))
                {
                    foreach (ListedOrder of in pane)
                    {
                        newest.Add(of);
                    }
                    if (newest.IsFull)
                    {
                        newest.Stop();
                        break;
                    }
                }
            }
            IEnumerable<ListedOrder> expected = all.OrderByDescending(of => of.Pane)
                .ThenBy(of => of.Key)
                .ThenBy(of => of.Order)
                .Take(Needed);
            Assert.True(expected.SequenceEqual(newest.All.Take(Needed)), $"seed {seed}, step {step}");
        }
        Assert.InRange(searches, 10, 10_000);
    }
}
