using System.Buffers;
using System.Text;

namespace CreatorStream.Pipeline.Views;

/// <summary>
/// Versions of views as bytes, for stores and topics between processes: lengths before parts, JSON values as they are.
/// Reading shares what didn't change with the version before, because deltas are found by comparing references.
/// </summary>
public static class ViewCodec
{
    private const byte Format = 1;
    private const byte IsView = 1;
    private const byte IsCampaigns = 2;

    public static byte[] Write(PublishedView published)
    {
        var into = new ArrayBufferWriter<byte>(4096);
        into.Write([Format, published.View != null ? IsView : IsCampaigns]);
        ViewBytes.WriteNumber(into, published.Version.Epoch);
        ViewBytes.WriteNumber(into, published.Version.Offset);
        ViewBytes.WriteText(into, published.Key.Workspace);
        if (published.View is { } view)
        {
            WriteView(into, view);
        }
        else
        {
            CampaignList campaigns = published.Campaigns!;
            ViewBytes.WriteLength(into, campaigns.Ids.Count);
            foreach (string id in campaigns.Ids)
            {
                ViewBytes.WriteText(into, id);
            }
            ViewBytes.WriteBlock(into, campaigns.Json);
        }
        return into.WrittenSpan.ToArray();
    }

    /// <param name="previous">
    /// Finds the version that readers have now, to share its unchanged fields, rows and tables; null shares nothing.
    /// </param>
    /// <exception cref="InvalidDataException">The bytes are not what <see cref="Write"/> writes.</exception>
    public static PublishedView Read(ReadOnlySpan<byte> bytes, Func<ViewKey, PublishedView?>? previous = null)
    {
        var from = new ViewBytes(bytes);
        if (from.Byte() is var format and not Format)
        {
            throw new InvalidDataException($"A view's bytes have the format {format}, which is not known here.");
        }
        byte kind = from.Byte();
        var version = new ViewVersion(from.Number(), from.Number());
        if (version.Epoch < 0 || version.Offset < 0)
        {
            throw ViewBytes.Damaged("has a negative version");
        }
        string workspace = from.Text();
        PublishedView published = kind switch
        {
            IsView => new PublishedView(ReadView(ref from, workspace, previous), version),
            IsCampaigns => new PublishedView(workspace, ReadCampaigns(ref from), version),
            _ => throw ViewBytes.Damaged("is neither a view nor a list of campaigns"),
        };
        return from.AtEnd ? published : throw ViewBytes.Damaged("goes on after its end");
    }

    private static void WriteView(ArrayBufferWriter<byte> into, ViewDocument view)
    {
        ViewBytes.WriteText(into, view.Key.Campaign);
        ViewBytes.WriteText(into, view.Key.View);
        ViewBytes.WriteNumber(into, view.Version);
        ViewBytes.WriteBlock(into, view.State);
        ViewBytes.WriteLength(into, view.Fields.Count);
        foreach ((string name, byte[] json) in view.Fields)
        {
            ViewBytes.WriteText(into, name);
            ViewBytes.WriteBlock(into, json);
        }
        ViewBytes.WriteLength(into, view.Tables.Count);
        foreach ((string name, ViewTable table) in view.Tables)
        {
            ViewBytes.WriteText(into, name);
            ViewBytes.WriteLength(into, table.Rows.Count);
            foreach (ViewRow row in table.Rows)
            {
                ViewBytes.WriteText(into, row.Key);
                ViewBytes.WriteBlock(into, row.Json);
            }
        }
    }

    private static CampaignList ReadCampaigns(ref ViewBytes from)
    {
        string[] ids = new string[from.Count(1)];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = from.Text();
        }
        return new CampaignList(ids, ViewBytes.Json(from.Block()));
    }

    private static ViewDocument ReadView(ref ViewBytes from, string workspace, Func<ViewKey, PublishedView?>? previous)
    {
        var key = new ViewKey(workspace, from.Text(), from.Text());
        if (key.Campaign.Length == 0)
        {
            throw ViewBytes.Damaged("names no campaign");
        }
        ViewDocument? before = previous?.Invoke(key)?.View;
        long version = from.Number();
        byte[] state = ViewBytes.Json(from.Block());
        int count = from.Count(2);
        var fields = new Dictionary<string, byte[]>(count);
        for (int i = 0; i < count; i++)
        {
            string name = from.Text();
            ReadOnlySpan<byte> json = from.Block();
            byte[]? old = before?.Fields.GetValueOrDefault(name);
            if (!fields.TryAdd(name, old != null && json.SequenceEqual(old) ? old : ViewBytes.Json(json)))
            {
                throw ViewBytes.Damaged("has a field twice");
            }
        }
        count = from.Count(2);
        var tables = new Dictionary<string, ViewTable>(count);
        for (int i = 0; i < count; i++)
        {
            string name = from.Text();
            if (!tables.TryAdd(name, ReadTable(ref from, before?.Tables.GetValueOrDefault(name))))
            {
                throw ViewBytes.Damaged("has a table twice");
            }
        }
        return new ViewDocument(key, version, fields, tables, state);
    }

    private static ViewTable ReadTable(ref ViewBytes from, ViewTable? before)
    {
        var rows = new ViewRow[from.Count(2)];
        IReadOnlyList<ViewRow> old = before?.Rows ?? [];
        Dictionary<string, int>? places = null;
        bool inStep = true;
        bool same = before != null && rows.Length == old.Count;
        int next = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            ReadOnlySpan<byte> key = from.Block();
            ReadOnlySpan<byte> json = from.Block();
            // Mostly the rows are those of before, in the same order: then not even the key is allocated.
            if (next < old.Count && Ascii.Equals(key, old[next].Key))
            {
                rows[i] = Row(old[next].Key, json, old[next]);
                next++;
            }
            else
            {
                inStep = false;
                string name = ViewBytes.Text(key);
                places ??= Places(old);
                if (places.TryGetValue(name, out int place))
                {
                    rows[i] = Row(old[place].Key, json, old[place]);
                    next = place + 1;
                }
                else
                {
                    ViewBytes.CheckJson(key);
                    rows[i] = new ViewRow(name, ViewBytes.Json(json));
                }
            }
            same = same && rows[i].Equals(old[i]);
        }
        if (!inStep && rows.Select(row => row.Key).ToHashSet().Count < rows.Length)
        {
            throw ViewBytes.Damaged("has a row twice");
        }
        return same ? before! : new ViewTable(rows);
    }

    /// <summary>The old row where its bytes are the same.</summary>
    private static ViewRow Row(string key, ReadOnlySpan<byte> json, ViewRow old) =>
        json.SequenceEqual(old.Json) ? old : new ViewRow(key, ViewBytes.Json(json));

    private static Dictionary<string, int> Places(IReadOnlyList<ViewRow> rows)
    {
        var places = new Dictionary<string, int>(rows.Count);
        for (int i = 0; i < rows.Count; i++)
        {
            places.TryAdd(rows[i].Key, i);
        }
        return places;
    }
}
