using CreatorStream.Events;
using CreatorStream.Import;
using CreatorStream.Pipeline.Callers;

namespace CreatorStream.Connectors.Webhooks;

/// <summary>A program that tells what happened by calls of its own, which it signs.</summary>
/// <param name="workspace">That of all its events.</param>
/// <param name="rights">What it may send.</param>
/// <param name="map">Turns its bodies into events.</param>
public sealed class Webhook(string name, string workspace, Rights rights, Signature signature, BodyMapper map)
{
    private readonly Lock gate = new();

    public string Name => name;

    internal Signature Signature => signature;

    /// <summary>Who its events are by: proven, with these rights in this workspace.</summary>
    internal Principal Sender { get; } = new(Ways.HookPrefix + name, rights, new HashSet<string> { workspace });

    /// <summary>The events of a body; one body at a time, which also bounds the memory for it.</summary>
    /// <inheritdoc cref="BodyMapper.Map"/>
    internal MappedBody Map(ReadOnlyMemory<byte> body)
    {
        lock (gate)
        {
            return map.Map(body);
        }
    }
}
