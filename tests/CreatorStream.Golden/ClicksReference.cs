namespace CreatorStream.Golden;

/// <summary>The first run, which the others are compared with: the clicks as they are, by the shipped mapping.</summary>
public sealed class ClicksReference
{
    private readonly Lazy<Task<string>> figures = new(ReadFigures);
    private readonly Lazy<Task<IReadOnlyList<string>>> events = new(ReadEvents);

    /// <summary>The figures of all views.</summary>
    public Task<string> Figures() => figures.Value;

    /// <summary>The events as the importer sends them, one a line.</summary>
    public Task<IReadOnlyList<string>> Events() => events.Value;

    private static async Task<string> ReadFigures()
    {
        TalkingData.SkipUnlessThere();
        await using ServiceProcess service = await ServiceProcess.Start(3);
        await Import(service.Address);
        return await AllFigures.Settled(service, "default", TalkingData.Campaign);
    }

    private static async Task<IReadOnlyList<string>> ReadEvents()
    {
        TalkingData.SkipUnlessThere();
        using var recorder = new EventRecorder();
        await Import(recorder.Address);
        return recorder.Lines;
    }

    private static async Task Import(Uri to)
    {
        string scratch = ServiceProcess.Scratch();
        Ended ended = await TalkingData.Import(TalkingData.File, TalkingData.Map, to.ToString(), scratch);
        Directory.Delete(scratch, recursive: true);
        Assert.True(ended.Code == 0, ended.Output + ended.Errors);
    }
}
