using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace CreatorStream.Bench.Screen;

/// <summary>
/// Single events of campaigns of their own, one after another at times fixed beforehand, and when each is accepted and
/// when each client has its figure. The n-th marker of a campaign has arrived when n impressions have.
/// </summary>
/// <param name="clients">Each awaits every marker.</param>
internal sealed class Markers(Uri service, HttpClient http, int clients, int seed, TimeProvider time)
{
    /// <summary>A campaign has its next marker about a second later. A connection takes 64 subscriptions.</summary>
    private const int Campaigns = 20;

    /// <summary>Between two markers: 25 to 75 ms, so that they meet the service's rhythm at any point.</summary>
    private const int LeastPauseMs = 25;
    private const int MostPauseMs = 75;

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly Random random = new(seed);
    private readonly Lock gate = new();
    private readonly List<Marker>[] ofCampaign = [.. Enumerable.Range(0, Campaigns).Select(_ => new List<Marker>())];
    private readonly int[,] arrivedOf = new int[clients, Campaigns];
    private int sent;

    public static IReadOnlyList<string> Names { get; } =
    [.. Enumerable.Range(0, Campaigns).Select(campaign => $"marker-{campaign}")];

    /// <summary>Makes the campaigns known, by a first event each.</summary>
    public async Task Begin(CancellationToken ct)
    {
        for (int campaign = 0; campaign < Campaigns; campaign++)
        {
            await Send(campaign, isMeasured: false, time.GetTimestamp(), ct);
        }
    }

    /// <summary>Sends markers until it is cancelled, each at its time whether those before have arrived or not.</summary>
    /// <returns>Completes when all have been accepted.</returns>
    /// <exception cref="HttpRequestException">One was not.</exception>
    public async Task Run(bool isMeasured, CancellationToken until)
    {
        var answers = new List<Task>();
        long started = time.GetTimestamp();
        TimeSpan due = TimeSpan.Zero;
        while (!until.IsCancellationRequested)
        {
            due += TimeSpan.FromMilliseconds(LeastPauseMs + random.NextDouble() * (MostPauseMs - LeastPauseMs));
            TimeSpan wait = due - time.GetElapsedTime(started);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, CancellationToken.None);
            }

            long intended = started + (long)(due.TotalSeconds * time.TimestampFrequency);
            answers.Add(Send(sent % Campaigns, isMeasured, intended, CancellationToken.None));
            answers.RemoveAll(answer => answer.IsCompletedSuccessfully);
        }
        await Task.WhenAll(answers);
    }

    /// <summary>A client has a message: so many impressions of a campaign.</summary>
    public void Arrived(int client, string campaign, long impressions)
    {
        long now = time.GetTimestamp();
        int number = int.Parse(campaign.AsSpan("marker-".Length), CultureInfo.InvariantCulture);
        lock (gate)
        {
            List<Marker> markers = ofCampaign[number];
            ref int arrived = ref arrivedOf[client, number];
            for (; arrived < Math.Min(impressions, markers.Count); arrived++)
            {
                markers[arrived].ArrivedAt[client] = now;
            }
        }
    }

    /// <summary>Waits until all clients have all markers.</summary>
    /// <returns>false where some have not come in time.</returns>
    public async Task<bool> Settle(TimeSpan patience, CancellationToken ct)
    {
        long started = time.GetTimestamp();
        while (!IsSettled())
        {
            if (time.GetElapsedTime(started) > patience)
            {
                return false;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), time, ct);
        }
        return true;
    }

    /// <summary>Takes what was measured, of each client and marker; one that hasn't come has waited until now.</summary>
    public ScreenSamples Take()
    {
        long now = time.GetTimestamp();
        var samples = new ScreenSamples();
        lock (gate)
        {
            foreach (Marker? marker in ofCampaign.SelectMany(markers => markers).Where(marker => marker.IsMeasured))
            {
                marker.IsMeasured = false;
                foreach (long at in marker.ArrivedAt)
                {
                    long end = at == 0 ? now : at;
                    // A figure may be faster than the answer on its way here.
                    long accepted = marker.AcceptedAt == 0 ? end : Math.Min(marker.AcceptedAt, end);
                    samples.Add(Ms(accepted, end), Ms(marker.IntendedAt, end), isMissing: at == 0);
                }
            }
        }
        return samples;
    }

    private bool IsSettled()
    {
        lock (gate)
        {
            return ofCampaign.All(markers => markers.All(marker => !marker.ArrivedAt.Contains(0)));
        }
    }

    private double Ms(long from, long to) => time.GetElapsedTime(from, to).TotalMilliseconds;

    private async Task Send(int campaign, bool isMeasured, long intended, CancellationToken ct)
    {
        var marker = new Marker(isMeasured, intended, new long[clients]);
        int number = sent++;
        lock (gate)
        {
            ofCampaign[campaign].Add(marker);
        }

        string text = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"id":"marker-{{number}}","type":"impression","time":"{{time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}","visitor":"marker-{{number}}","campaign":"{{Names[campaign]}}","creator":"marker","content":"{{Names[campaign]}}"}"""
        );
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = Json;
        using HttpResponseMessage response = await http.PostAsync(new Uri(service, "/v1/events"), content, ct);
        if ((int)response.StatusCode != 200)
        {
            throw new HttpRequestException($"a marker was answered by {(int)response.StatusCode}");
        }

        marker.AcceptedAt = time.GetTimestamp();
    }

    /// <param name="intendedAt">When it was to be sent; timestamps all.</param>
    private sealed class Marker(bool isMeasured, long intendedAt, long[] arrivedAt)
    {
        public bool IsMeasured { get; set; } = isMeasured;

        public long IntendedAt => intendedAt;

        /// <summary>0 before its answer.</summary>
        public long AcceptedAt { get; set; }

        /// <summary>By client, 0 before it has come.</summary>
        public long[] ArrivedAt => arrivedAt;
    }
}
