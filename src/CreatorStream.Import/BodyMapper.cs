using System.Buffers;
using System.Text.Json;
using CreatorStream.Events;

namespace CreatorStream.Import;

/// <summary>The events that a body makes.</summary>
/// <param name="Lines">A line each.</param>
/// <param name="Rows">Of each event its row: an item's place in the body's array, from 0.</param>
/// <param name="Rejections">Rows that the mapping can't use, by their place.</param>
public sealed record MappedBody(
    ReadOnlyMemory<byte> Lines,
    IReadOnlyList<int> Rows,
    IReadOnlyList<Rejection> Rejections
);

/// <summary>Turns bodies of JSON into events of one workspace, by a mapping. One body at a time.</summary>
public sealed class BodyMapper
{
    private const string Workspace = "workspace";

    private readonly Mapping mapping;

    private BodyMapper(Mapping mapping) => this.mapping = mapping;

    /// <param name="nameOrPath">As <c>import --map</c> takes it.</param>
    /// <param name="workspace">That of all events.</param>
    /// <exception cref="YamlFileException">There is no such mapping, or it is none of JSON into events.</exception>
    public static BodyMapper Load(string nameOrPath, string workspace)
    {
        Mapping mapping = MappingFile.Load(nameOrPath);
        if (mapping.Kind != FactKind.Events || mapping.Format == "csv")
        {
            throw new YamlFileException($"{nameOrPath}: a mapping of JSON into events is wanted here");
        }

        if (mapping.Events.Any(of => of.Fields.Any(field => field.Name == Workspace)))
        {
            throw new YamlFileException($"{nameOrPath}: '{Workspace}' is not the mapping's to say here");
        }

        var constant = new FieldMapping(Workspace, new ConstantValue(workspace), null, null);
        return new BodyMapper(
            mapping with
            {
                Events = [.. mapping.Events.Select(of => of with { Fields = [.. of.Fields, constant] })],
            }
        );
    }

    /// <summary>
    /// The events of a body. Ids by <c>row: hash</c> follow from the body alone: when it comes again, they are the same.
    /// </summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="InputException">It has more rows, or makes more events, than can be sent at once.</exception>
    public MappedBody Map(ReadOnlyMemory<byte> json)
    {
        using var rows = new BodyRows(json);
        using var mapper = new RowMapper(mapping);
        mapping.Bind(rows);
        var lines = new ArrayBufferWriter<byte>();
        var rowOf = new List<int>();
        var rejections = new List<Rejection>();
        var one = new ArrayBufferWriter<byte>();
        while (rows.Read())
        {
            int row = (int)rows.Line - 1;
            Require(row < SinkLimits.Events);
            try
            {
                int events = mapper.Begin(rows) ? mapper.EventsPerRow : 0;
                for (int n = 0; n < events; n++)
                {
                    one.ResetWrittenCount();
                    if (mapper.Write(n, rows, one))
                    {
                        lines.Write(one.WrittenSpan);
                        lines.Write("\n"u8);
                        rowOf.Add(row);
                        Require(rowOf.Count <= SinkLimits.Events && lines.WrittenCount <= SinkLimits.Bytes);
                    }
                }
            }
            catch (RowException e)
            {
                rejections.Add(new Rejection(row, e.Field, e.Message));
            }
        }

        return new MappedBody(lines.WrittenMemory, rowOf, rejections);
    }

    private static void Require(bool isWithin)
    {
        if (!isWithin)
        {
            throw new InputException(
                $"the body makes more than {SinkLimits.Events} events or {SinkLimits.Bytes} bytes of them"
            );
        }
    }
}
