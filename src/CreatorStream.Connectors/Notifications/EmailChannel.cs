using System.Net.Sockets;
using System.Text;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace CreatorStream.Connectors.Notifications;

/// <summary>How to reach a mail server.</summary>
/// <param name="User">null: it asks for none.</param>
internal sealed record MailServer(
    string Host,
    int Port,
    SecureSocketOptions Security,
    string? User = null,
    string Password = ""
);

/// <summary>E-mail, a message for all receivers, over a connection of its own.</summary>
internal sealed class EmailChannel(
    string name,
    MailServer server,
    MailboxAddress from,
    IReadOnlyList<MailboxAddress> to
) : Channel(name)
{
    /// <summary>An encoded word has 75 letters at most, and base64 makes 60 of 45 bytes.</summary>
    private const int LettersOfAWord = 11;

    /// <summary>Of all that a mail server says to a message; the library keeps each answer whole.</summary>
    private const int MostSaid = 1 << 18;

    /// <summary>How often a message is tried for all, before a receiver who is put off keeps it from the others no more.</summary>
    private const int AttemptsForAll = 3;

    public override async Task<Answer> SendAsync(
        string id,
        Notification notification,
        int tries,
        CancellationToken cancel
    )
    {
        using var message = new MimeMessage();
        message.From.Add(from);
        message.To.AddRange(to);
        message.Headers.Replace(SubjectOf(notification.Subject(PlainWords.Of)));
        // A repeat has the same, by which mail programs show it once.
        message.MessageId = $"{id}@{from.Domain}";
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Body = new TextPart("plain") { Text = notification.Body(PlainWords.Of) };
        using var client = new ManyReceivers(areAllWaitedFor: tries < AttemptsForAll);
        try
        {
            using var connection = new TcpClient();
            await connection.ConnectAsync(server.Host, server.Port, cancel);
            await using var stream = new BoundedStream(connection.GetStream(), MostSaid);
            await client.ConnectAsync(stream, server.Host, server.Port, server.Security, cancel);
            if (server.User is { } user)
            {
                await client.AuthenticateAsync(user, server.Password, cancel);
            }
            string said = await client.SendAsync(message, cancel);
            // Without a goodbye: if that failed, a message would be sent again that was taken.
            return client.Refused.Count == 0
                ? new Answer(Outcome.Taken, "taken", Body: said)
                : new Answer(Outcome.Taken, WithoutSome(client.Refused), Body: said, IsForAll: false);
        }
        catch (SmtpCommandException error)
        {
            bool isFinal = (int)error.StatusCode >= 500;
            return new Answer(
                isFinal ? Outcome.Refused : Outcome.Again,
                $"SMTP {(int)error.StatusCode}",
                Body: error.Message
            );
        }
        catch (AuthenticationException)
        {
            // The operator may mend the password while it waits.
            return new Answer(Outcome.Again, "the mail server doesn't let this user in");
        }
        catch (SslHandshakeException)
        {
            return new Answer(Outcome.Again, "TLS failed: is the certificate good, and is it of this host?");
        }
        catch (NotSupportedException)
        {
            return new Answer(Outcome.Again, "the mail server offers no STARTTLS, or no way to sign in");
        }
        catch (Exception error) when (error is SocketException or IOException or ProtocolException)
        {
            return new Answer(Outcome.Again, $"no answer ({error.GetType().Name})");
        }
    }

    /// <summary>Receivers by their places in the list: addresses are people's.</summary>
    private string WithoutSome(IReadOnlyList<(MailboxAddress Receiver, SmtpResponse Response)> refused)
    {
        IEnumerable<string> each = refused.Select(of =>
            $"{to.Index().First(receiver => receiver.Item.Equals(of.Receiver)).Index + 1} of {to.Count} (SMTP {(int)of.Response.StatusCode})"
        );
        return $"taken, but not for receiver {string.Join(", ", each)}";
    }

    /// <summary>Whole in encoded words: the library leaves those alone that a name brings along, and programs would decode them.</summary>
    private static Header SubjectOf(string text)
    {
        IEnumerable<string> words = text.EnumerateRunes()
            .Select(rune => rune.ToString())
            .Chunk(LettersOfAWord)
            .Select(letters => $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Concat(letters)))}?=");
        var subject = new Header(HeaderId.Subject, "");
        subject.SetRawValue(Encoding.ASCII.GetBytes($" {string.Join("\n ", words)}\n"));
        return subject;
    }

    /// <summary>One address that is no more must not keep a message from all others, as it does by the library's own way.</summary>
    /// <param name="areAllWaitedFor">Also those who may be taken later: nobody gets the message before.</param>
    private sealed class ManyReceivers(bool areAllWaitedFor) : SmtpClient
    {
        public List<(MailboxAddress Receiver, SmtpResponse Response)> Refused { get; } = [];

        protected override void OnRecipientNotAccepted(
            MimeMessage message,
            MailboxAddress mailbox,
            SmtpResponse response
        )
        {
            // Who may be taken in some minutes, as where a server makes all wait that it doesn't know: all is sent again then.
            if (
                areAllWaitedFor
                && response.StatusCode
                    is SmtpStatusCode.MailboxBusy
                        or SmtpStatusCode.ErrorInProcessing
                        or SmtpStatusCode.ServiceNotAvailable
            )
            {
                base.OnRecipientNotAccepted(message, mailbox, response);
            }
            Refused.Add((mailbox, response));
        }

        /// <summary>It may be tried again where one of them may be taken later.</summary>
        protected override void OnNoRecipientsAccepted(MimeMessage message)
        {
            (MailboxAddress receiver, SmtpResponse response) = Refused.MinBy(of => (int)of.Response.StatusCode);
            throw new SmtpCommandException(
                SmtpErrorCode.RecipientNotAccepted,
                response.StatusCode,
                receiver,
                response.Response
            );
        }
    }
}
