using System.Globalization;
using Spectre.Console;

namespace CreatorStream.Import;

/// <summary>
/// Progress of a long task: events, or what else it counts, so far, rate, estimated time left. A bar on a terminal, elsewhere a plain line every
/// few seconds. Written to by the task, read here at intervals.
/// </summary>
public sealed class Meter
{
    private static readonly TimeSpan PlainEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BarEvery = TimeSpan.FromMilliseconds(200);

    private readonly TimeProvider time;
    private readonly string unit;
    private readonly Func<string?>? trouble;
    private readonly long started;
    private long events;
    private double fraction = double.NaN;

    private Meter(TimeProvider time, string unit, Func<string?>? trouble)
    {
        this.time = time;
        this.unit = unit;
        this.trouble = trouble;
        started = time.GetTimestamp();
    }

    public long Events => Interlocked.Read(ref events);

    /// <summary>
    /// How much of the task is done, 0 to 1, as the task said last; null where there is no end. A number and nothing to
    /// call: the display looks at any time, also when what the task reads from is closed.
    /// </summary>
    public double? Fraction
    {
        get => Volatile.Read(ref fraction) is var known && double.IsNaN(known) ? null : known;
        set => Volatile.Write(ref fraction, value ?? double.NaN);
    }

    public TimeSpan Elapsed => time.GetElapsedTime(started);

    public void Add(int events) => Interlocked.Add(ref this.events, events);

    /// <summary>Runs a task and shows its progress.</summary>
    /// <param name="console">Best that of the error output: standard output may be data.</param>
    /// <param name="time">Measures the rate and paces the display.</param>
    /// <param name="what">What is done, e.g. a file's name.</param>
    /// <param name="work">The task; its exceptions pass through.</param>
    /// <param name="unit">What is counted.</param>
    /// <param name="trouble">What keeps the task waiting, or null.</param>
    public static async Task<T> Run<T>(
        IAnsiConsole console,
        TimeProvider time,
        string what,
        Func<Meter, Task<T>> work,
        string unit = "events",
        Func<string?>? trouble = null
    )
    {
        var meter = new Meter(time, unit, trouble);
        if (!console.Profile.Capabilities.Interactive)
        {
            return await meter.Watch(
                Task.Run(() => work(meter)),
                PlainEvery,
                () => console.Profile.Out.Writer.WriteLine($"{what}: {meter}")
            );
        }

        return await console
            .Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn())
            .StartAsync(async context =>
            {
                ProgressTask bar = context.AddTask(Markup.Escape(what), maxValue: 1);
                void Show()
                {
                    bar.Description = Markup.Escape($"{what}: {meter}");
                    bar.IsIndeterminate = meter.Fraction is null;
                    bar.Value = meter.Fraction ?? 0;
                }
                T? result = await meter.Watch(Task.Run(() => work(meter)), BarEvery, Show);
                Show();
                bar.Value = 1;
                return result;
            });
    }

    /// <summary>E.g. <c>120,000 events, 61,000/s, 40 %, about 3 s left</c>, and what keeps it waiting.</summary>
    public override string ToString() =>
        this.trouble?.Invoke() is { } trouble ? $"{Progress()}; waits: {trouble}" : Progress();

    private string Progress()
    {
        double seconds = Math.Max(Elapsed.TotalSeconds, 0.001);
        string text = string.Create(CultureInfo.InvariantCulture, $"{Events:N0} {unit}, {Events / seconds:N0}/s");
        if (Fraction is not { } fraction)
        {
            return text;
        }

        text += string.Create(CultureInfo.InvariantCulture, $", {fraction * 100:0} %");
        return fraction is > 0.01 and < 1
            ? $"{text}, about {Duration(seconds * (1 - fraction) / fraction)} left"
            : text;
    }

    private static string Duration(double seconds) =>
        seconds < 90 ? $"{Math.Ceiling(seconds):0} s" : $"{Math.Ceiling(seconds / 60):0} min";

    private async Task<T> Watch<T>(Task<T> work, TimeSpan every, Action show)
    {
        using var timer = new PeriodicTimer(every, time);
        Task<bool> tick = timer.WaitForNextTickAsync().AsTask();
        while (await Task.WhenAny(work, tick) == tick)
        {
            show();
            tick = timer.WaitForNextTickAsync().AsTask();
        }
        return await work;
    }
}
