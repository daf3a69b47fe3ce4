using System.Globalization;
using System.Text;
using CreatorStream.Pipeline.Views;

namespace CreatorStream.Redis.Tests;

/// <summary>Views that say which version they are.</summary>
internal static class Views
{
    public static PublishedView Of(long epoch, long offset, string campaign = "spring", string workspace = "acme") =>
        new(
            new ViewDocument(
                new ViewKey(workspace, campaign, "overview"),
                offset,
                new Dictionary<string, byte[]>
                {
                    ["epoch"] = Json(epoch),
                    ["offset"] = Json(offset),
                    ["constant"] = "\"always\""u8.ToArray(),
                },
                new Dictionary<string, ViewTable>
                {
                    ["rows"] = new([new ViewRow("\"a\"", "{}"u8.ToArray()), new ViewRow("\"b\"", Json(offset))]),
                },
                "{}"u8.ToArray()
            ),
            new ViewVersion(epoch, offset)
        );

    /// <summary>One of the workspace itself.</summary>
    public static PublishedView OfWorkspace(long epoch, long offset)
    {
        PublishedView of = Of(epoch, offset);
        return new PublishedView(of.View with { Key = ViewKey.OfWorkspace("acme", "campaigns") }, of.Version);
    }

    public static ViewKey Key(string campaign = "spring", string workspace = "acme") =>
        new(workspace, campaign, "overview");

    private static byte[] Json(long number) => Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture));
}
