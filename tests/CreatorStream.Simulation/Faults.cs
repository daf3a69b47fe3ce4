using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Simulation;

/// <summary>The process dies here and now.</summary>
internal sealed class SimulatedCrashException() : Exception("simulated crash");

/// <summary>What goes wrong, and when: everything follows from the seed.</summary>
internal sealed class Faults(Random random)
{
    private int untilCrash = int.MaxValue;
    private int untilFault;

    /// <summary>Off for the end of a run, when everything must come right.</summary>
    public bool AreOn { get; set; } = true;

    public int Crashes { get; private set; }

    public int Others { get; private set; }

    /// <summary>Lets the process crash at one of its next reads or writes.</summary>
    public void PlanCrash() => untilCrash = random.Next(1, 60);

    /// <summary>Lets one of the next things go wrong that might, be faults on or off: the first, the second, …</summary>
    public void PlanFault(int number) => untilFault = number;

    public bool Happens(int percent)
    {
        bool isPlanned = untilFault > 0 && --untilFault == 0;
        bool happens = isPlanned || (AreOn && random.Next(100) < percent);
        Others += happens ? 1 : 0;
        return happens;
    }

    /// <summary>Stands at every read and write of the log and of snapshots.</summary>
    /// <exception cref="SimulatedCrashException">It is the one to crash at.</exception>
    public void BeforeIo()
    {
        if (AreOn && --untilCrash <= 0)
        {
            untilCrash = int.MaxValue;
            Crashes++;
            throw new SimulatedCrashException();
        }
    }

    public void MayFail(int percent, string what)
    {
        if (Happens(percent))
        {
            throw new LogUnavailableException(what);
        }
    }
}
