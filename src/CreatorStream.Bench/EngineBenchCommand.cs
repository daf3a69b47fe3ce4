using System.CommandLine;
using CreatorStream.Import;

namespace CreatorStream.Bench;

/// <summary><c>bench engine [--events N] [--rounds N] [--visitors N] [--seed N]</c></summary>
public static class EngineBenchCommand
{
    private const string About = """
        What an event costs in the flow of a visitor task: decoded columns in memory, one partition, one thread, no log

        Prints the operators one by one, then the whole flow: even load, half of all events on one campaign, 1,000 to
        100,000 content items, and 100,000 visitors and more with 5 events each. Of each: events/s and ns an event (median
        of the rounds, and the fastest), bytes allocated an event (by taking events in, and by publishing at ticks), full
        garbage collections, and bytes of state an event and a visitor. Then what a campaign with half of all events and many
        content items cost, compared with even load in turns. The last line is the same as JSON.
        """;

    /// <param name="time">Measures.</param>
    /// <returns>Exit codes: 0 done, 2 wrong usage.</returns>
    public static Command Create(TimeProvider time)
    {
        var events = new Option<int>("--events")
        {
            Description = "Events of a measured round, and of the warm-up before",
            DefaultValueFactory = _ => 1_000_000,
        };
        var rounds = new Option<int>("--rounds")
        {
            Description = "Measured rounds, of which the median counts",
            DefaultValueFactory = _ => 3,
        };
        var visitors = new Option<int>("--visitors")
        {
            Description = "Up to how many; 10,000,000 take 1.8 GB of state, more while it grows, and a minute",
            DefaultValueFactory = _ => 1_000_000,
        };
        var seed = new Option<int>("--seed")
        {
            Description = "The same events for the same number",
            DefaultValueFactory = _ => 1,
        };
        var command = new Command("engine", About) { events, rounds, visitors, seed };
        command.SetAction(
            (parse, ct) =>
                CommandErrors.Guard(() =>
                {
                    var options = new EngineBenchOptions
                    {
                        Events = parse.GetValue(events),
                        Rounds = parse.GetValue(rounds),
                        MostVisitors = parse.GetValue(visitors),
                        Seed = parse.GetValue(seed),
                    };
                    if (options.Events < 1 || options.Rounds < 1)
                    {
                        throw new UsageException("--events, --rounds: a number above 0 is wanted");
                    }

                    if (options.MostVisitors is < 100_000 or > 100_000_000)
                    {
                        throw new UsageException("--visitors: 100,000 to 100,000,000 are wanted");
                    }

                    new EngineReport(Console.Out).Write(new EngineBench(options, time), options, ct);
                    return Task.FromResult(0);
                })
        );
        return command;
    }
}
