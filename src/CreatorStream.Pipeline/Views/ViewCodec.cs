using System.Buffers;
using System.Text;

namespace CreatorStream.Pipeline.Views;

/// <summary>
/// Versions of views as bytes, for stores and topics between processes: lengths before parts, JSON values as they are.
/// Reading shares what didn't change with the version before, because deltas are found by comparing references.
/// </summary>
public static class ViewCodec
{
    private const byte Format = 2;

    public static byte[] Write(PublishedView published)
    {
        var into = new ArrayBufferWriter<byte>(4096);
        into.Write([Format]);
        ViewBytes.WriteNumber(into, published.Version.Epoch);
        ViewBytes.WriteNumber(into, published.Version.Offset);
        WriteView(into, published.View);
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
        var version = new ViewVersion(from.Number(), from.Number());
        if (version.Epoch < 0 || version.Offset < 0)
        {
            throw ViewBytes.Damaged("has a negative version");
        }
        var published = new PublishedView(ReadView(ref from, previous), version);
        return from.AtEnd ? published : throw ViewBytes.Damaged("goes on after its end");
    }

    private static void WriteView(ArrayBufferWriter<byte> into, ViewDocument view)
    {
        ViewBytes.WriteText(into, view.Key.Workspace);
        into.Write([(byte)view.Key.Scope]);
        ViewBytes.WriteText(into, view.Key.Of);
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

    private static ViewDocument ReadView(ref ViewBytes from, Func<ViewKey, PublishedView?>? previous)
    {
        var key = new ViewKey(from.Text(), (ViewScope)from.Byte(), from.Text(), from.Text());
        if (!key.IsWhole)
        {
            throw ViewBytes.Damaged("doesn't say what it is of");
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
