namespace CreatorStream.Golden.Oracle;

public sealed record Step(string Campaign, string Creator, string Channel);

/// <summary>Whom the visitors of an order met, one after another.</summary>
/// <param name="Credited">The step of last touch.</param>
/// <param name="IsCut">There were more before.</param>
public sealed record Steps(IReadOnlyList<Step> All, Step Credited, bool IsCut)
{
    /// <summary>As the view of paths names it.</summary>
    public string Id
    {
        get
        {
            int credited = All.ToList().LastIndexOf(Credited);
            string[] steps = [.. All.Select(Name)];
            return $"{string.Join(" > ", steps)} credited {credited} {Name(Credited)}{(IsCut ? " cut" : "")}";

            static string Name(Step step) => $"{step.Campaign}/{step.Creator}/{step.Channel}";
        }
    }

    /// <summary>How many orders went each path that a campaign is on, what they came to, and whom they met.</summary>
    /// <param name="name">raw or totals.</param>
    public static void Count(
        IEnumerable<Credit> credits,
        string name,
        Dictionary<string, Dictionary<string, double?>> result
    )
    {
        List<Credit> orders = [.. credits.Where(c => c.Converts && c.Path is not null)];
        foreach ((string campaign, Dictionary<string, double?> figures) in result)
        {
            List<Credit> here = [.. orders.Where(c => c.Path!.All.Any(step => step.Campaign == campaign))];
            foreach (IGrouping<string, Credit> path in here.GroupBy(c => c.Path!.Id))
            {
                figures[$"paths/{path.Key}/{name}/orders"] = path.Count();
                figures[$"paths/{path.Key}/{name}/earned"] = Tally.Units(Tally.Sum(path.Select(c => c.Micros)));
            }

            // By how many touches they have, and by the hours from the first to the order.
            List<Credit> touched = [.. orders.Where(c => c.Met.Any(touch => touch.Campaign == campaign))];
            Classes("touches", [1, 2, 3, 4, 5, 10, 20], c => c.Met.Count);
            Classes("hours", [0, 1, 6, 24, 72, 168, 336], c => c.Met[0].AgeMs / 3_600_000);

            void Classes(string table, long[] begins, Func<Credit, long> value)
            {
                foreach (IGrouping<long, Credit> of in touched.GroupBy(c => begins.Last(from => from <= value(c))))
                {
                    figures[$"paths/{table} from {of.Key}/{name}/orders"] = of.Count();
                }
            }

            IEnumerable<Step> met = here.SelectMany(c => c.Path!.All);
            foreach (Step step in met.Where(step => step.Campaign == campaign && step.Creator.Length > 0).Distinct())
            {
                List<Credit> on = [.. here.Where(c => c.Path!.All.Contains(step))];
                figures[$"paths/{step.Creator}/{name}/onPath"] = on.Count;
                figures[$"paths/{step.Creator}/{name}/assisted"] = on.Count(c => c.Path!.Credited != step);
            }
        }
    }
}
