using System.Globalization;
using System.Runtime.CompilerServices;

namespace CreatorStream.Analytics.Sketches;

/// <summary>What bytes must satisfy to be a sketch. The message is only put together where it is needed.</summary>
internal static class Requirement
{
    /// <exception cref="MalformedSketchException">It does not hold.</exception>
    public static void Require(bool holds, [InterpolatedStringHandlerArgument(nameof(holds))] ref Complaint otherwise)
    {
        if (!holds)
        {
            throw new MalformedSketchException(otherwise.ToString());
        }
    }

    [InterpolatedStringHandler]
    internal ref struct Complaint
    {
        private DefaultInterpolatedStringHandler text;

        public Complaint(int literals, int holes, bool holds, out bool wanted)
        {
            wanted = !holds;
            text = holds ? default : new(literals, holes, CultureInfo.InvariantCulture);
        }

        public void AppendLiteral(string value) => text.AppendLiteral(value);

        public void AppendFormatted<T>(T value) => text.AppendFormatted(value);

        public override string ToString() => text.ToStringAndClear();
    }
}
