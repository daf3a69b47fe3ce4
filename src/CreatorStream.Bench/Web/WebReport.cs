using System.Globalization;
using System.Text.Json;

namespace CreatorStream.Bench.Web;

/// <summary>Runs the bench of single requests and prints it, for people and, as the last line, as JSON.</summary>
internal static class WebReport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <param name="address">null: a service of its own.</param>
    public static async Task Run(Uri? address, WebBenchOptions options, TimeProvider time, CancellationToken ct)
    {
        await using BenchService? own = address is null ? await BenchService.Start(time, ct) : null;
        TimeSpan client = Environment.CpuUsage.TotalTime;
        double? service = own?.CpuSeconds;
        IReadOnlyList<WebResult> results = await new WebBench(
            address ?? own!.Address,
            options,
            () => own?.CpuSeconds,
            time
        ).Run(ct);
        double clientCpuSeconds = (Environment.CpuUsage.TotalTime - client).TotalSeconds;
        double? serviceCpuSeconds = own?.CpuSeconds - service;
        foreach (WebResult result in results)
        {
            Console.WriteLine(result);
        }

        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{options.Connections} connections; {clientCpuSeconds:0.0} CPU s of the load generator, {serviceCpuSeconds:0.0} of the service, warm-ups included"
            )
        );
        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    bench = "collect",
                    options.Connections,
                    kinds = results,
                    clientCpuSeconds,
                    serviceCpuSeconds,
                },
                Json
            )
        );
    }
}
