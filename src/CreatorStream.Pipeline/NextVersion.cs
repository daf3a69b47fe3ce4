using System.Globalization;
using System.Text;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Workspaces.Views;

namespace CreatorStream.Pipeline;

/// <summary>
/// Rehearses an upgrade. A process with the runtime option speaks as a later version of the program may, which has more to
/// say: a view that this one doesn't know, a field and a table more in every other, and something amid what tasks tell
/// each other. Tests replace processes by such ones and back while events come, so a change that a service in mid-upgrade
/// would fail at fails there.
/// </summary>
public static class NextVersion
{
    /// <summary>Of all that the next version adds.</summary>
    public const string Name = "next";

    /// <summary>No section of this version has it.</summary>
    private const int SectionTag = 1_000_000;

    public static readonly bool IsSpoken =
        AppContext.TryGetSwitch("CreatorStream.SpeaksNextVersion", out bool isOn) && isOn;

    /// <summary>The views that are published.</summary>
    public static IReadOnlyList<View> Views { get; } =
        IsSpoken ? [.. ViewRegistry.All, new NextView()] : ViewRegistry.All;

    /// <summary>Adds to a view: a field and a table whose rows come, change and go.</summary>
    internal static void AddTo(Dictionary<string, byte[]> fields, Dictionary<string, ViewTable> tables, long version)
    {
        if (IsSpoken)
        {
            byte[] number = Encoding.UTF8.GetBytes(version.ToString(CultureInfo.InvariantCulture));
            fields[Name] = number;
            tables[Name + "Rows"] = new ViewTable([
                .. Enumerable.Range((int)(version % 4), 3).Select(key => new ViewRow($"{key}", number)),
            ]);
        }
    }

    /// <summary>Adds a section before those of a tick's rows.</summary>
    internal static void AddTo(BinaryWriter tick)
    {
        if (IsSpoken)
        {
            PartialRowsCodec.WriteSection(tick, SectionTag, section => section.Write(Name));
        }
    }

    /// <summary>Has what every view of the next version has.</summary>
    private sealed class NextView() : View<int>(NextVersion.Name, ViewScope.Campaign)
    {
        protected override int Find(ViewSources sources, string of) => 0;
    }
}
