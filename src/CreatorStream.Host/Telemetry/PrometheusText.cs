using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using CreatorStream.Host.Running;

namespace CreatorStream.Host.Telemetry;

/// <summary>
/// What the instruments of a meter observe now, in Prometheus' text format. A name there follows from the instrument's as
/// OpenTelemetry does it: dots are underscores, the unit comes behind, and a counter ends in «total».
/// </summary>
internal static class PrometheusText
{
    /// <param name="logger">Told of what can't be observed: the others are most wanted just then.</param>
    public static string Of(Meter meter, ILogger logger)
    {
        var families = new SortedDictionary<string, StringBuilder>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, asking) =>
        {
            if (instrument.Meter != meter)
            {
                return;
            }
            if (instrument is not ObservableInstrument<long>)
            {
                throw new InvalidOperationException($"{instrument.Name} keeps no number that could be asked for.");
            }
            asking.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>(
            (instrument, value, tags, _) =>
            {
                string name = NameOf(instrument);
                if (!families.TryGetValue(name, out StringBuilder? lines))
                {
                    families[name] = lines = Head(name, instrument);
                }
                lines.Append(name);
                WriteLabels(lines, tags);
                lines.Append(CultureInfo.InvariantCulture, $" {value}\n");
            }
        );
        listener.Start();
        try
        {
            listener.RecordObservableInstruments();
        }
        catch (AggregateException error)
        {
            logger.NotObserved(error);
        }
        return string.Concat(families.Values);
    }

    private static bool IsCounter(Instrument instrument) => instrument is ObservableCounter<long>;

    private static string NameOf(Instrument instrument)
    {
        string unit = instrument.Unit switch
        {
            "By" => "_bytes",
            "s" => "_seconds",
            // What is counted, in braces, is no part of the name.
            _ => "",
        };
        return instrument.Name.Replace('.', '_') + unit + (IsCounter(instrument) ? "_total" : "");
    }

    private static StringBuilder Head(string name, Instrument instrument) =>
        new StringBuilder().Append(
            CultureInfo.InvariantCulture,
            $"# HELP {name} {instrument.Description}\n# TYPE {name} {(IsCounter(instrument) ? "counter" : "gauge")}\n"
        );

    private static void WriteLabels(StringBuilder line, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        for (int i = 0; i < tags.Length; i++)
        {
            string value = Convert.ToString(tags[i].Value, CultureInfo.InvariantCulture) ?? "";
            string escaped = value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");
            line.Append(i == 0 ? '{' : ',').Append(CultureInfo.InvariantCulture, $"{tags[i].Key}=\"{escaped}\"");
        }
        if (tags.Length > 0)
        {
            line.Append('}');
        }
    }
}
