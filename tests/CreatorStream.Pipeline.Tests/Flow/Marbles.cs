using System.Reactive.Subjects;
using System.Text;
using CreatorStream.Pipeline.Flow;

namespace CreatorStream.Pipeline.Tests.Flow;

/// <summary>
/// Draws what paced work does: a character is a step of time, in which a loop takes in what came and gives a turn. Of what
/// comes, a dot is nothing and a digit so many changes. Of what is done, a dot is nothing, a letter the work that had a turn,
/// several of them in brackets, and a dash that the loop was still at work.
/// </summary>
internal sealed class Marbles(TimeSpan step)
{
    private readonly SteppedTime time = new();
    private readonly StringBuilder turns = new();

    /// <param name="takes">How many steps a turn of it takes.</param>
    /// <param name="ends">How its turns end; then, or without any, it is done.</param>
    public PacedWork Work(char name, Func<Since, TimeSpan> pace, int takes = 0, params TurnEnd[] ends)
    {
        var left = new Queue<TurnEnd>(ends);
        return new PacedWork(
            _ =>
            {
                turns.Append(name);
                time.Advance(step * takes);
                return left.TryDequeue(out TurnEnd end) ? end : TurnEnd.Done;
            },
            pace
        );
    }

    public string Draw(string coming, params PacedWork[] works)
    {
        var scheduler = new TimeProviderScheduler(time);
        using var changes = new Subject<long>();
        var emitted = new List<PacedWork>();
        using IDisposable subscription = changes.Paced(scheduler, works).Subscribe(emitted.Add);
        var drawn = new StringBuilder();
        long began = time.GetTimestamp();
        long came = 0;
        for (int at = 0; at < coming.Length; at++)
        {
            came += coming[at] == '.' ? 0 : coming[at] - '0';
            if (time.GetElapsedTime(began) > step * at)
            {
                drawn.Append('-');
                continue;
            }
            if (came > 0)
            {
                changes.OnNext(came);
                came = 0;
            }
            scheduler.RunDue();
            Assert.Equal(turns.Length, emitted.Count);
            drawn.Append(
                turns.Length switch
                {
                    0 => ".",
                    1 => $"{turns}",
                    _ => $"({turns})",
                }
            );
            turns.Clear();
            emitted.Clear();
            if (time.GetElapsedTime(began) == step * at)
            {
                time.Advance(step);
            }
        }
        return drawn.ToString();
    }
}
