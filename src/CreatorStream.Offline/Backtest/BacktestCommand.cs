using System.CommandLine;
using CreatorStream.Offline.Backtest.Actors;
using CreatorStream.Offline.Backtest.Agents;
using CreatorStream.Offline.Backtest.Clicks;
using CreatorStream.Offline.Backtest.Comments;
using CreatorStream.Offline.Backtest.Profiles;
using CreatorStream.Offline.Backtest.Sentiment;
using CreatorStream.Offline.Backtest.Spikes;

namespace CreatorStream.Offline.Backtest;

/// <summary><c>backtest WHAT …</c>: detectors over files of the past, as they would have judged live.</summary>
public static class BacktestCommand
{
    /// <param name="time">Measures progress.</param>
    public static Command Create(TimeProvider time) =>
        new("backtest", "Run a detector over files of the past, to see what it would have said")
        {
            SpikesCommand.Create(time),
            ActorsCommand.Create(),
            ProfilesCommand.Create(),
            ClicksCommand.Create(),
            CommentsCommand.Create(),
            AgentsCommand.Create(),
            SentimentCommand.Create(),
        };
}
