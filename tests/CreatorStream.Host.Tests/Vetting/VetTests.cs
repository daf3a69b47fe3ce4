using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using CreatorStream.Host.Configuration;
using CreatorStream.Host.Running;
using CreatorStream.Host.Vetting;
using CreatorStream.Offline.Vet;

namespace CreatorStream.Host.Tests.Vetting;

/// <summary>Vetting by HTTP: the report of the command as JSON, and what hostile files get.</summary>
public sealed class VetTests : IAsyncLifetime, IDisposable
{
    private static readonly JsonSchema Schema = JsonSchema.Read("vetting.schema.json");

    private readonly Scratch scratch = new();
    private Service service = null!;
    private HttpClient client = null!;

    public async Task InitializeAsync()
    {
        service = await Service.StartAsync(
            new ServiceOptions { Data = scratch.Path("data"), Port = 0 },
            TimeProvider.System,
            CancellationToken.None
        );
        client = new HttpClient { BaseAddress = service.Address };
    }

    public async Task DisposeAsync() => await service.DisposeAsync();

    public void Dispose()
    {
        client.Dispose();
        scratch.Dispose();
    }

    [Fact]
    public async Task The_sample_gives_the_report_of_the_command()
    {
        JsonNode answer = await VetAsync(await File.ReadAllBytesAsync(RepositoryFile("samples", "vet.csv")));
        Assert.Empty(Schema.Complaints("Vetting", answer));
        Assert.Equal(696, (int)answer["rows"]!);
        JsonArray creators = answer["creators"]!.AsArray();
        Assert.Equal(["boosted-ben", "honest-hanna"], creators.Select(one => (string)one!["creator"]!));
        Assert.Equal(["ask-first", "clear"], creators.Select(one => (string)one!["conclusion"]!));
        Assert.Equal(
            ["follower-jump", "bought-burst"],
            creators[0]!["signals"]!
                .AsArray()
                .Where(one => (string)one!["state"]! == "ask-first")
                .Select(one => (string)one!["reason"]!)
        );
        Assert.NotEmpty(creators[0]!["questions"]!.AsArray());
        string file = scratch.Path("vetted.csv");
        Assert.Equal(
            0,
            await VetCommand.Create().Parse([RepositoryFile("samples", "vet.csv"), "--out", file]).InvokeAsync()
        );
        Assert.Equal(await File.ReadAllTextAsync(file), (string)answer["table"]!);
    }

    [Fact]
    public async Task Packed_is_as_plain_and_what_is_unknown_is_null()
    {
        byte[] plain = "row,followers,shoe\nprofile,500,\n"u8.ToArray();
        JsonNode answer = await VetAsync(plain);
        Assert.Empty(Schema.Complaints("Vetting", answer));
        Assert.True(JsonNode.DeepEquals(answer, await VetAsync(Packed(plain))));
        Assert.Equal("shoe", (string)Assert.Single(answer["ignored"]!.AsArray())!);
        JsonNode creator = Assert.Single(answer["creators"]!.AsArray())!;
        Assert.Equal("too-few-to-say", (string)creator["conclusion"]!);
        Assert.Null(creator["quality"]!["score"]);
        Assert.All(creator["quality"]!["parts"]!.AsArray(), part => Assert.Null(part!["share"]));
        Assert.All(creator["signals"]!.AsArray(), one => Assert.Equal("unknown", (string)one!["state"]!));
    }

    /// <summary>What the page gives away to be filled in.</summary>
    [Fact]
    public async Task The_template_has_all_columns_and_can_be_used()
    {
        string[] template = await File.ReadAllLinesAsync(RepositoryFile("dashboard", "public", "vet-template.csv"));
        JsonNode answer = await VetAsync(Encoding.UTF8.GetBytes(string.Join('\n', template)));
        Assert.Empty(answer["ignored"]!.AsArray());
        foreach (string column in VetFile.Columns)
        {
            Assert.Contains(column, template[0].Split(','));
        }
        Assert.Equal(2, (int)Assert.Single(answer["creators"]!.AsArray())!["engagements"]!);
    }

    [Theory]
    [InlineData("", 400, "the file is empty")]
    [InlineData("row\n", 400, "no row; nothing can be said")]
    [InlineData("row,time\ncounter,yesterday\n", 400, "line 2: time: 'yesterday' is no time; write it as")]
    [InlineData("row,actor\nengagement,\"a\n", 400, "line 2: a quote is opened and never closed")]
    [InlineData("row,actor\nengagement,\u001b[31m,b\n", 400, "line 2: 3 fields where there are 2 columns")]
    [InlineData("a\0b", 400, "the file is no text")]
    [InlineData("\u001f\u008bnot gzip", 400, "broken gzip")]
    [InlineData("row,actor\nengagement,\u00ff\n", 400, "another encoding")]
    public async Task What_cannot_be_used_is_told_with_line_and_column(string text, int status, string message) =>
        await RefusedAsync(Encoding.Latin1.GetBytes(text), (HttpStatusCode)status, message);

    [Fact]
    public async Task Too_many_rows_creators_and_bytes_are_refused_packed_or_not()
    {
        await RefusedAsync(
            Repeated("row,actor\n", "engagement,a\n", VetEndpoint.Most.Rows + 1),
            HttpStatusCode.BadRequest,
            "more than 100000 rows; split the file"
        );
        string creators = string.Concat(
            Enumerable.Range(0, VetEndpoint.Most.Prospects + 1).Select(n => $"profile,c{n}\n")
        );
        await RefusedAsync(
            Encoding.UTF8.GetBytes("row,creator\n" + creators),
            HttpStatusCode.BadRequest,
            "line 102: more than 100 creators"
        );
        byte[] twice = Packed(Packed("row,actor\nengagement,a\n"u8.ToArray()));
        await RefusedAsync(twice, HttpStatusCode.BadRequest, "packed twice");
        byte[] wide = Encoding.UTF8.GetBytes("row" + new string(',', RecordWidth.MostColumns) + "\nprofile\n");
        await RefusedAsync(wide, HttpStatusCode.BadRequest, "line 1: more than 1000 columns");
        byte[] quoted = Repeated("row,actor\n", "\"\n\",", RecordWidth.MostColumns + 1);
        await RefusedAsync(quoted, HttpStatusCode.BadRequest, "more than 1000 columns");
        byte[] large = Packed(new byte[VetEndpoint.MostBytes + 1]);
        Assert.True(large.Length < VetEndpoint.MostBytes / 100);
        await RefusedAsync(large, HttpStatusCode.RequestEntityTooLarge, "more than 20000000 bytes (unpacked)");
    }

    [Fact]
    public async Task A_form_is_told_what_to_send()
    {
        using var form = new MultipartFormDataContent { { new StringContent("row\n"), "file", "vet.csv" } };
        using HttpResponseMessage answer = await client.PostAsync("/api/vet", form);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Contains("Send the file itself", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>Those who announce a file and send none: few are waited for, the next is told to come again, and may once they are gone.</summary>
    [Fact]
    public async Task Who_sends_slowly_keeps_others_out_for_no_longer_than_it_stays()
    {
        var slow = new List<Socket> { await AnnounceAsync(), await AnnounceAsync() };
        // Who sends nothing takes no place from those who are vetted.
        Assert.Null(await StatusAsync(HttpStatusCode.OK));
        await Eventually.Holds(
            "no more are waited for",
            async () =>
            {
                // One that came while whoever asks had the place was sent away.
                slow.Add(await AnnounceAsync());
                return await StatusAsync(HttpStatusCode.ServiceUnavailable);
            }
        );
        slow.ForEach(socket => socket.Dispose());
        await Eventually.Holds("a place is free again", () => StatusAsync(HttpStatusCode.OK));
    }

    [Fact]
    public async Task Nothing_of_the_file_is_kept()
    {
        await VetAsync("row,creator,actor,text\nengagement,a,veryrareactor,averyraretext\n"u8.ToArray());
        await service.DisposeAsync();
        foreach (string file in Directory.EnumerateFiles(scratch.Path("data"), "*", SearchOption.AllDirectories))
        {
            byte[] bytes = await File.ReadAllBytesAsync(file);
            Assert.True(bytes.AsSpan().IndexOf("veryrare"u8) < 0, file);
        }
    }

    private async Task<JsonNode> VetAsync(byte[] file)
    {
        using var body = new ByteArrayContent(file);
        using HttpResponseMessage answer = await client.PostAsync("/api/vet", body);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!;
    }

    private async Task RefusedAsync(byte[] file, HttpStatusCode status, string message)
    {
        using var body = new ByteArrayContent(file);
        using HttpResponseMessage answer = await client.PostAsync("/api/vet", body);
        string text = (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!;
        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(message, text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, char.IsControl);
    }

    private async Task<string?> StatusAsync(HttpStatusCode expected)
    {
        using var body = new ByteArrayContent("row,actor\nengagement,a\n"u8.ToArray());
        using HttpResponseMessage answer = await client.PostAsync("/api/vet", body);
        return answer.StatusCode == expected ? null : answer.StatusCode.ToString();
    }

    private async Task<Socket> AnnounceAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(service.Address.Host, service.Address.Port);
        await socket.SendAsync(
            Encoding.ASCII.GetBytes(
                $"POST /api/vet HTTP/1.1\r\nHost: {service.Address.Authority}\r\nContent-Length: 1000000\r\n\r\nrow,"
            )
        );
        return socket;
    }

    private static byte[] Packed(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(plain);
        }
        return packed.ToArray();
    }

    private static byte[] Repeated(string head, string row, int rows) =>
        Encoding.UTF8.GetBytes(head + string.Concat(Enumerable.Repeat(row, rows)));

    private static string RepositoryFile(params string[] path)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine([folder.FullName, .. path])))
        {
            folder = folder.Parent;
        }
        return Path.Combine([folder!.FullName, .. path]);
    }
}
