using System.Text;
using MimeKit;

namespace CreatorStream.Connectors.Tests.Notifications;

/// <summary>E-mail, to a real mail server.</summary>
public class EmailChannelTests
{
    [Fact]
    public async Task A_message_goes_to_all_receivers_with_the_id_that_it_keeps()
    {
        await using var mail = new MailReceiver();
        using World world = Mail(mail, "security: none, user: robot, password: { file: url }");
        mail.Answers.Enqueue("451 later");
        world.Show(world.Alert(5, isOpen: true, creator: "ann\r\nBcc: eve@example.org"));
        TimeSpan? rest = await SendAsync(world);
        Assert.Equal("SMTP 451", world.Channels[0].Fault!.Said);
        world.Time.Advance(rest!.Value);
        Assert.Null(await SendAsync(world));
        string message = Assert.Single(mail.Messages);
        string[] lines = message.Split('\n');
        Assert.Contains("From: CreatorStream <robot@example.org>", lines);
        Assert.Contains("To: ann@example.org, bea@example.org", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("Bcc:", StringComparison.OrdinalIgnoreCase));
        Assert.Matches("Message-Id: <msg_[0-9a-f]{32}@example.org>", message);
        Assert.Contains("Opened: 2026-03-01T11:55:00Z", lines);
        Assert.Equal(4, mail.Lines.Count(line => line.StartsWith("RCPT TO", StringComparison.Ordinal)));
        Assert.Equal(1, world.Channels[0].Delivered);
    }

    [Theory]
    [InlineData("=?utf-8?B?UGF5cGFs?=", "=?utf-8?B?UGF5cGFs?=")]
    [InlineData("a =?utf-8?Q?b?= \U0001f600 of a long name that needs more than a line", null)]
    [InlineData("https://evil.example/x", "https: //evil .example/x")]
    public async Task A_name_arrives_as_it_is_and_is_no_link(string name, string? shown)
    {
        await using var mail = new MailReceiver();
        using World world = Mail(mail, "security: none");
        world.CampaignName = name;
        world.Show(world.Alert(5, isOpen: true));
        await SendAsync(world);
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Assert.Single(mail.Messages)));
        using MimeMessage message = await MimeMessage.LoadAsync(stream);
        Assert.Equal($"CTR fell – {shown ?? name}", message.Subject);
        Assert.Contains($"Campaign: {shown ?? name} (workspace default)", message.TextBody, StringComparison.Ordinal);
    }

    /// <summary>Somebody has left, or has a full mailbox.</summary>
    [Theory]
    [InlineData("550")]
    [InlineData("452")]
    public async Task A_receiver_who_is_refused_keeps_nothing_from_the_others(string code)
    {
        await using var mail = new MailReceiver();
        using World world = Mail(mail, "security: none");
        mail.Unknown["bea@example.org"] = $"{code} no";
        world.Show(world.Alert(5, isOpen: true));
        Assert.Null(await SendAsync(world));
        Assert.Single(mail.Messages);
        Assert.Equal((1, 0), (world.Channels[0].Delivered, world.Channels[0].Waiting));
        Assert.Equal($"taken, but not for receiver 2 of 2 (SMTP {code})", world.Channels[0].Fault!.Said);
    }

    /// <summary>Some servers make who is new to them wait.</summary>
    [Fact]
    public async Task A_receiver_who_may_be_taken_in_some_minutes_is_waited_for()
    {
        await using var mail = new MailReceiver();
        using World world = Mail(mail, "security: none");
        mail.Unknown["bea@example.org"] = "451 later";
        world.Show(world.Alert(5, isOpen: true));
        TimeSpan? rest = await SendAsync(world);
        Assert.Empty(mail.Messages);
        mail.Unknown.Clear();
        world.Time.Advance(rest!.Value);
        Assert.Null(await SendAsync(world));
        Assert.Single(mail.Messages);
    }

    [Theory]
    [InlineData("450")]
    [InlineData("451")]
    [InlineData("421")]
    public async Task A_receiver_who_is_put_off_three_times_keeps_nothing_from_the_others_any_more(string code)
    {
        await using var mail = new MailReceiver();
        using World world = Mail(mail, "security: none");
        mail.Unknown["bea@example.org"] = $"{code} later";
        world.Show(world.Alert(5, isOpen: true));
        for (int attempt = 1; attempt <= 3; attempt++)
        {
            TimeSpan? rest = await SendAsync(world);
            Assert.Empty(mail.Messages);
            world.Time.Advance(rest!.Value);
        }
        Assert.Null(await SendAsync(world));
        Assert.Single(mail.Messages);
        Assert.Equal((1, 0), (world.Channels[0].Delivered, world.Channels[0].Waiting));
        Assert.Equal($"taken, but not for receiver 2 of 2 (SMTP {code})", world.Channels[0].Fault!.Said);
    }

    /// <summary>It is the server then that is not there for a while.</summary>
    [Fact]
    public async Task Where_all_receivers_are_put_off_it_is_tried_on()
    {
        await using var mail = new MailReceiver();
        using World world = Mail(mail, "security: none");
        mail.Unknown["ann@example.org"] = "421 closing";
        mail.Unknown["bea@example.org"] = "421 closing";
        world.Show(world.Alert(5, isOpen: true));
        for (int attempt = 1; attempt <= 5; attempt++)
        {
            TimeSpan? rest = await SendAsync(world);
            Assert.Equal("SMTP 421", world.Channels[0].Fault!.Said);
            world.Time.Advance(rest!.Value);
        }
        Assert.Equal((0, 1), (world.Channels[0].GivenUp, world.Channels[0].Waiting));
        mail.Unknown.Clear();
        Assert.Null(await SendAsync(world));
        Assert.Single(mail.Messages);
    }

    [Fact]
    public async Task Where_no_receiver_is_taken_it_is_tried_again_as_long_as_one_may_be()
    {
        await using var mail = new MailReceiver();
        using World world = Mail(mail, "security: none");
        mail.Unknown["ann@example.org"] = "550 no";
        mail.Unknown["bea@example.org"] = "452 full";
        world.Show(world.Alert(5, isOpen: true));
        TimeSpan? rest = await SendAsync(world);
        Assert.Equal("SMTP 452", world.Channels[0].Fault!.Said);
        mail.Unknown["bea@example.org"] = "550 no";
        world.Time.Advance(rest!.Value);
        Assert.Null(await SendAsync(world));
        Assert.Equal((1, 0), (world.Channels[0].GivenUp, world.Channels[0].Waiting));
        Assert.Empty(mail.Messages);
    }

    [Fact]
    public async Task What_the_mail_server_refuses_is_given_up()
    {
        await using var mail = new MailReceiver();
        using World world = Mail(mail, "security: none");
        mail.Answers.Enqueue("554 spam");
        world.Show(world.Alert(5, isOpen: true));
        Assert.Null(await SendAsync(world));
        Assert.Equal((1, 0), (world.Channels[0].GivenUp, world.Channels[0].Waiting));
    }

    /// <summary>Its words are kept until an answer is whole: 7 GB within the time that it has.</summary>
    [Fact]
    public async Task A_mail_server_that_never_ends_its_greeting_is_not_listened_to()
    {
        await using var mail = new MailReceiver { GreetsForever = true };
        using World world = Mail(mail, "security: none");
        world.Show(world.Alert(5, isOpen: true));
        Assert.NotNull(await SendAsync(world));
        Assert.Equal("no answer (IOException)", world.Channels[0].Fault!.Said);
        Assert.InRange(mail.Greeted, 1 << 17, 1 << 25);
    }

    [Fact]
    public async Task A_wrong_password_waits_for_the_operator_and_is_not_said()
    {
        await using var mail = new MailReceiver();
        using World world = Mail(mail, "security: none, user: other, password: { file: url }");
        world.Show(world.Alert(5, isOpen: true));
        Assert.NotNull(await SendAsync(world));
        Assert.Equal("the mail server doesn't let this user in", world.Channels[0].Fault!.Said);
        Assert.Equal(1, world.Channels[0].Waiting);
        Assert.False(world.Log.Has("topsecret"));
    }

    [Theory]
    [InlineData(false, "the mail server offers no STARTTLS, or no way to sign in")]
    [InlineData(true, "TLS failed: is the certificate good, and is it of this host?")]
    public async Task Nothing_is_said_to_a_mail_server_that_does_not_prove_itself(bool offersTls, string says)
    {
        await using var mail = new MailReceiver(offersTls);
        using World world = Mail(mail, "user: robot, password: { file: url }");
        world.Show(world.Alert(5, isOpen: true));
        Assert.NotNull(await SendAsync(world));
        Assert.Equal(says, world.Channels[0].Fault!.Said);
        Assert.DoesNotContain(mail.Lines, line => line.StartsWith("AUTH", StringComparison.Ordinal));
        Assert.Empty(mail.Messages);
    }

    private static World Mail(MailReceiver mail, string more) =>
        new(
            $$"""
            channels:
              - { name: mail, kind: email, host: localhost, port: {{mail.Port}}, {{more}},
                  from: CreatorStream <robot@example.org>, to: [ann@example.org, bea@example.org] }
            rules: [{ channels: [mail] }]
            """,
            "topsecret-topsecret"
        );

    private static async Task<TimeSpan?> SendAsync(World world)
    {
        world.Watch.Look();
        return await world.Channels[0].SendDueAsync(CancellationToken.None);
    }
}
