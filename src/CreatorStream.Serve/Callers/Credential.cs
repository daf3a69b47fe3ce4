using CreatorStream.Pipeline.Callers;

namespace CreatorStream.Serve.Callers;

/// <summary>Something that proves who calls, a key or a session, for as long as it holds.</summary>
public sealed class Credential
{
    private readonly CancellationTokenSource end;

    /// <param name="isMade">Made by <c>keys add</c>: too long to be guessed.</param>
    public Credential(Principal principal, bool isMade)
        : this(principal, isMade, new CancellationTokenSource()) { }

    private Credential(Principal principal, bool isMade, CancellationTokenSource end)
    {
        Principal = principal;
        IsMade = isMade;
        this.end = end;
        Ended = end.Token;
    }

    public Principal Principal { get; }

    public bool IsMade { get; }

    /// <summary>Cancelled when it holds no more: whatever is open by it is closed then.</summary>
    public CancellationToken Ended { get; }

    /// <summary>A session by this key, which ends with it.</summary>
    public Credential Session(TimeSpan lifetime, TimeProvider time)
    {
        var session = new Credential(Principal, IsMade, new CancellationTokenSource(lifetime, time));
        CancellationTokenRegistration withKey = Ended.Register(session.End);
        session.Ended.Register(() => withKey.Unregister());
        return session;
    }

    public void End() => end.Cancel();
}
