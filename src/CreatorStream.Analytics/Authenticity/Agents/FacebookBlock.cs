using System.Text;

namespace CreatorStream.Analytics.Authenticity.Agents;

/// <summary>
/// What Facebook's apps put between brackets into the agent of their browser: <c>[FBAN/FBIOS;FBCR/Telekom.de;FBOP/5]</c>. Among it
/// is the telephone's operator, who may be called by a domain or any word, so its values tell nothing of who asks.
/// </summary>
internal static class FacebookBlock
{
    private const string Start = "[FB";

    /// <summary>The agent without such blocks. One that is not closed, since the agent was cut, ends with it.</summary>
    public static ReadOnlySpan<char> Without(ReadOnlySpan<char> agent)
    {
        int start = agent.IndexOf(Start, StringComparison.Ordinal);
        if (start < 0)
        {
            return agent;
        }
        var rest = new StringBuilder(agent.Length);
        while (start >= 0)
        {
            rest.Append(agent[..start]);
            int length = agent[start..].IndexOf(']');
            agent = length < 0 ? default : agent[(start + length + 1)..];
            start = agent.IndexOf(Start, StringComparison.Ordinal);
        }
        return rest.Append(agent).ToString();
    }
}
