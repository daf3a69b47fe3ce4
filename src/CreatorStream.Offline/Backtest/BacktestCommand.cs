using System.CommandLine;
using CreatorStream.Offline.Backtest.Agents;
using CreatorStream.Offline.Backtest.Comments;
using CreatorStream.Offline.Backtest.Sentiment;

namespace CreatorStream.Offline.Backtest;

/// <summary><c>backtest WHAT FILE --out FILE</c>: what the signals say of data whose truth is known.</summary>
public static class BacktestCommand
{
    public static Command Create() =>
        new(
            "backtest",
            "What the signals of spikes, fakes and sentiment make of a file of your own, to be held against the truth"
        )
        {
            CommentsCommand.Create(),
            AgentsCommand.Create(),
            SentimentCommand.Create(),
        };
}
