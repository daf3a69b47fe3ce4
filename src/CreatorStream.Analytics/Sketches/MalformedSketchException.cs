namespace CreatorStream.Analytics.Sketches;

/// <summary>Bytes that are no sketch of the kind asked for; the message says what is wrong with them.</summary>
public sealed class MalformedSketchException(string reason) : Exception(reason);
