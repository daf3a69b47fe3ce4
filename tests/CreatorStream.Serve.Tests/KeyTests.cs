using System.Net;
using CreatorStream.Pipeline.Callers;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Views;
using CreatorStream.Serve.Callers;

namespace CreatorStream.Serve.Tests;

/// <summary>Keys of a file: what each opens, and how they come and go.</summary>
public class KeyTests
{
    [Theory]
    [InlineData(Rights.Collect, "/v1/events")]
    [InlineData(Rights.Read, "/api/campaigns")]
    [InlineData(Rights.Manage, "/metrics")]
    public async Task A_key_does_what_it_has_the_right_to_and_nothing_else(Rights right, string path)
    {
        Dictionary<Rights, string> keys = [];
        await using Site site = await Site.Start(path: path => keys = TestKeys.AddEach(path));
        foreach (Rights one in TestKeys.Each)
        {
            HttpStatusCode status = await TestKeys.Status(site, path == "/v1/events" ? "POST" : "GET", path, keys[one]);
            Assert.Equal(one == right ? HttpStatusCode.OK : HttpStatusCode.Forbidden, status);
        }
    }

    /// <summary>However the parameter is spelt.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("?workspace=")]
    [InlineData("?workspace=other")]
    [InlineData("?Workspace=other")]
    [InlineData("?WORKSPACE=other")]
    [InlineData("?%77orkspace=other")]
    [InlineData("?workspace=%6fther")]
    [InlineData("?workspace=ACME")]
    [InlineData("?workspace=acme&workspace=other")]
    [InlineData("?workspace=other&workspace=acme")]
    [InlineData("?workspace=acme&Workspace=other")]
    [InlineData("?workspace=acme,other")]
    [InlineData("?workspace=acme%00")]
    [InlineData("?workspace[]=acme")]
    public async Task Another_workspace_is_out_of_reach(string query)
    {
        string key = "";
        await using Site site = await Site.Start(path: path => key = TestKeys.Add(path, "acme", Rights.All, "acme"));
        foreach (
            string path in (string[])
                [
                    "/api/campaigns",
                    "/api/views/campaigns",
                    "/api/campaigns/c/views/overview",
                    "/api/campaigns/c/history",
                ]
        )
        {
            Assert.Equal(HttpStatusCode.Forbidden, await TestKeys.Status(site, "GET", path + query, key));
        }
        Assert.Equal(HttpStatusCode.Forbidden, await TestKeys.Status(site, "POST", "/hub/negotiate" + query, key));
        Assert.Equal(HttpStatusCode.OK, await TestKeys.Status(site, "GET", "/api/campaigns?workspace=acme", key));
        Assert.Equal(
            HttpStatusCode.OK,
            await TestKeys.Status(site, "POST", "/hub/negotiate?negotiateVersion=1&workspace=acme", key)
        );
    }

    [Fact]
    public async Task A_question_about_two_workspaces_is_answered_to_nobody()
    {
        string key = "";
        await using Site site = await Site.Start(path: path => key = TestKeys.Add(path, "office", Rights.All));
        HttpStatusCode status = await TestKeys.Status(site, "GET", "/api/campaigns?workspace=a&workspace=b", key);
        Assert.Equal(HttpStatusCode.Forbidden, status);
    }

    [Fact]
    public async Task What_is_about_the_whole_service_needs_a_key_of_all_workspaces()
    {
        string key = "";
        await using Site site = await Site.Start(path: path => key = TestKeys.Add(path, "acme", Rights.All, "acme"));
        Assert.Equal(HttpStatusCode.Forbidden, await TestKeys.Status(site, "GET", "/metrics?workspace=acme", key));
    }

    [Fact]
    public async Task A_connection_shows_the_workspace_that_it_names()
    {
        string key = "";
        await using Site site = await Site.Start(path: path => key = TestKeys.Add(path, "acme", Rights.Read, "acme"));
        site.Views.Put(Documents.First(new ViewKey("acme", "c", "overview")));
        site.Views.Put(Documents.First(new ViewKey(Subject.DefaultWorkspace, "d", "overview")));
        using HubClient client = await site.ConnectTo("acme", ("Authorization", $"Bearer {key}"));
        Assert.Null(await client.Invoke("Subscribe", "campaign", "c", "overview"));
        Assert.Contains(
            "no such campaign",
            await client.Invoke("Subscribe", "campaign", "d", "overview"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Keys_added_and_revoked_count_without_a_restart()
    {
        await using Site site = await Site.Start();
        Assert.Equal(HttpStatusCode.OK, await TestKeys.Status(site, "GET", "/api/campaigns", null));
        string key = TestKeys.Add(site.KeysFile, "reader", Rights.Read);
        site.LookAtKeys();
        Assert.Equal(HttpStatusCode.Unauthorized, await TestKeys.Status(site, "GET", "/api/campaigns", null));
        Assert.Equal(HttpStatusCode.OK, await TestKeys.Status(site, "GET", "/api/campaigns", key));
        KeyFile.Change(site.KeysFile, _ => []);
        site.LookAtKeys();
        Assert.Equal(HttpStatusCode.Unauthorized, await TestKeys.Status(site, "GET", "/api/campaigns", key));
        // The last key is gone: closed, not open to everybody as a service that never had one; and so it starts again.
        Assert.Equal(HttpStatusCode.Unauthorized, await TestKeys.Status(site, "GET", "/api/campaigns", null));
        Assert.Null(new KeyRing(null, site.KeysFile).Local);
    }

    [Fact]
    public async Task A_broken_file_changes_nothing_while_the_service_runs_and_is_an_error_at_the_start()
    {
        string key = "";
        await using Site site = await Site.Start(path: path => key = TestKeys.Add(path, "reader", Rights.Read));
        string good = await File.ReadAllTextAsync(site.KeysFile);
        foreach (
            string broken in (string[])
                [
                    "",
                    "{",
                    "null",
                    "[]",
                    "{\"version\":2,\"keys\":[]}",
                    good.Replace("read", "everything", StringComparison.Ordinal),
                    good.Replace("\"workspaces\": null", "\"workspaces\": []", StringComparison.Ordinal),
                    good[..(good.Length / 2)],
                ]
        )
        {
            await File.WriteAllTextAsync(site.KeysFile, broken);
            site.LookAtKeys();
            Assert.Equal(HttpStatusCode.OK, await TestKeys.Status(site, "GET", "/api/campaigns", key));
            Assert.Contains(
                site.KeysFile,
                Assert.Throws<KeyFileException>(() => new KeyRing(null, site.KeysFile)).Message,
                StringComparison.Ordinal
            );
        }
        File.Delete(site.KeysFile);
        site.LookAtKeys();
        Assert.Equal(HttpStatusCode.OK, await TestKeys.Status(site, "GET", "/api/campaigns", key));
    }

    [Fact]
    public void The_file_holds_no_key_and_is_its_owners_alone()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("creatorstream-keys-");
        string path = Path.Combine(folder.FullName, "keys.json");
        string key = TestKeys.Add(path, "shop", Rights.Sell, "acme");
        string text = File.ReadAllText(path);
        Assert.DoesNotContain(key, text, StringComparison.Ordinal);
        Assert.DoesNotContain(key[3..], text, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
        Assert.True(key.Length >= 43 + 3);
        var ring = new KeyRing(null, path);
        Principal shop = ring.Find(key)!.Principal;
        Assert.Equal("key:shop", shop.Via);
        Assert.True(shop.Reaches("acme") && !shop.Reaches("default"));
        Assert.Null(ring.Find(key.AsSpan(0, key.Length - 1)));
        Assert.Null(ring.Find(""));
        Assert.Null(ring.Find(new string('x', 5000)));
        folder.Delete(recursive: true);
    }
}
