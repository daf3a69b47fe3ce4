using System.Text.Json;
using System.Text.Json.Nodes;

namespace CreatorStream.Pipeline.Views.Shapes;

/// <summary>
/// What a value of a view looks like. It writes the value as JSON and describes it as JSON Schema, so the schema says what
/// is written.
/// </summary>
public abstract class Shape
{
    /// <param name="definitions">Takes what has a name of its own.</param>
    public abstract JsonObject Describe(Definitions definitions);
}

/// <inheritdoc />
public abstract class Shape<T> : Shape
{
    public abstract void Write(Utf8JsonWriter json, in T value);
}

/// <summary>Finds a part of a value. The value is often a large struct, so it is not copied.</summary>
public delegate TPart Part<T, out TPart>(in T of);
