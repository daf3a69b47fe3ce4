using System.Net;
using System.Net.Http.Json;
using CreatorStream.Pipeline.Callers;
using CreatorStream.Serve.Callers;

namespace CreatorStream.Serve.Tests;

/// <summary>Keys for tests, and what is done with them.</summary>
internal static class TestKeys
{
    public static IEnumerable<Rights> Each =>
        Enum.GetValues<Rights>().Where(one => one is not (Rights.None or Rights.All));

    /// <summary>A key for each right.</summary>
    public static Dictionary<Rights, string> AddEach(string path) =>
        Each.ToDictionary(one => one, one => Add(path, one.ToString(), one));

    public static string Add(string path, string name, Rights rights, params string[] workspaces)
    {
        (string key, StoredKey stored) = StoredKey.Make(
            name,
            rights,
            workspaces.Length == 0 ? null : workspaces,
            DateTimeOffset.UnixEpoch
        );
        KeyFile.Change(path, all => [.. all, stored]);
        return key;
    }

    public static async Task<string> SignIn(Site site, string key)
    {
        using HttpResponseMessage answer = await site.Client.PostAsJsonAsync("/api/session", new { key });
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        return answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    public static async Task<HttpStatusCode> WithCookie(Site site, string cookie)
    {
        using HttpResponseMessage answer = await site.Send(HttpMethod.Get, "/api/campaigns", ("Cookie", cookie));
        return answer.StatusCode;
    }

    public static async Task Ends(HubClient client)
    {
        while (await client.Next() != null)
        {
            // What was on its way before.
        }
    }

    public static async Task<HttpStatusCode> Status(Site site, string method, string path, string? key)
    {
        (string, string)[] headers = key == null ? [] : [("Authorization", $"Bearer {key}")];
        using HttpResponseMessage answer = await site.Send(new HttpMethod(method), path, headers);
        return answer.StatusCode;
    }
}
