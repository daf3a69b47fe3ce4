using CreatorStream.Pipeline.Workspaces.Groups;

namespace CreatorStream.Pipeline.Workspaces;

/// <summary>
/// How far a workspace has come with what was there at its start. Until all of that is taken in and settled, and groups are found in
/// it, figures lack some events, or have those of actors who will be left out.
/// </summary>
internal sealed class Start(EngagerBook engagers)
{
    private bool isSettled;
    private bool isLookedThrough;

    /// <summary>Whether all that was there has been taken in.</summary>
    public Func<bool> HasAll { get; set; } = () => true;

    /// <summary>Told when it is over.</summary>
    public Action? Over { get; set; }

    /// <summary>Whether figures are those of all events by now.</summary>
    public bool IsOver => isSettled && isLookedThrough;

    /// <summary>
    /// Whether all that was there was once settled: what is fitted before is fitted to less. Under a steady stream some order always
    /// waits, so it is also looked at whenever orders were settled.
    /// </summary>
    /// <param name="isSettledNow">Whether all orders are settled as events and the catalog are by now.</param>
    public bool Settle(bool isSettledNow)
    {
        if (!isSettled && isSettledNow && HasAll())
        {
            isSettled = true;
            isLookedThrough = !engagers.HasAny;
            if (isLookedThrough)
            {
                Over?.Invoke();
            }
        }
        return isSettled;
    }

    /// <summary>Groups were looked for, in all that was there.</summary>
    public void EndLook()
    {
        if (isSettled && !isLookedThrough)
        {
            isLookedThrough = true;
            Over?.Invoke();
        }
    }
}
