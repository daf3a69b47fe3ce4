using System.Buffers.Binary;
using static CreatorStream.Analytics.Sketches.Requirement;

namespace CreatorStream.Analytics.Sketches;

/// <summary>
/// The registers of an HLL sketch, read and checked against what the sketch says of them.
/// <code>
/// byte 4       HLL_4, updatable: lg of the slots for exceptions
/// byte 6       HLL_4: the least register; HLL_6, HLL_8: 0
/// byte 8–31    three doubles: the estimate; the sum of 2^−r over registers r below 32, and over the others
/// byte 32–39   two ints: how many registers are the least; how many exceptions there are
/// byte 40 …    registers of 4, 6 or 8 bits; those of 4 count from the least, 15 stands for an exception
/// then         exceptions: the register's number, and its value in the upper 6 bits
/// </code>
/// </summary>
internal readonly record struct HllRegisters(double Estimate, int NotZero)
{
    private const int Start = 40;
    private const int Exception = 15;
    private const int Greatest = 63;

    /// <summary>Of a register whose value is among the exceptions, until it is found there.</summary>
    private const byte Missing = 255;

    /// <param name="kind">0, 1, 2: registers of 4, 6, 8 bits.</param>
    /// <exception cref="MalformedSketchException">They are not, or contradict what is said of them.</exception>
    public static HllRegisters Read(ReadOnlySpan<byte> bytes, int lgK, int kind, bool compact)
    {
        Require(bytes[0] == 10, $"registers have a preamble of 10 ints, not {bytes[0]}");
        Require(bytes.Length >= Start, $"registers begin after 40 bytes, but there are {bytes.Length}");
        int count = 1 << lgK;
        int size = kind switch
        {
            0 => count / 2,
            1 => (count / 4 * 3) + 1,
            _ => count,
        };
        Require(bytes.Length >= Start + size, $"the sketch is cut off after {bytes.Length} of {Start + size} bytes");
        ReadOnlySpan<byte> packed = bytes.Slice(Start, size);
        byte[] registers = kind switch
        {
            0 => UnpackFours(packed, bytes[6]),
            1 => UnpackSixes(packed, count),
            _ => packed.ToArray(),
        };
        uint exceptions = BinaryPrimitives.ReadUInt32LittleEndian(bytes[36..]);
        ReadOnlySpan<byte> rest = bytes[(Start + size)..];
        if (kind == 0)
        {
            ApplyExceptions(registers, rest, exceptions, bytes[6], compact);
        }
        else
        {
            Require(rest.IsEmpty, $"the sketch should have {Start + size} bytes, not {bytes.Length}");
            Require(exceptions == 0 && bytes[6] == 0, $"only registers of 4 bits have exceptions and a least one");
        }
        return Check(bytes, registers);
    }

    private static HllRegisters Check(ReadOnlySpan<byte> bytes, byte[] registers)
    {
        int least = bytes[6];
        int zero = 0;
        int atLeast = 0;
        double small = 0;
        double great = 0;
        foreach (byte register in registers)
        {
            Require(register <= Greatest, $"a register is {register}, above 63");
            zero += register == 0 ? 1 : 0;
            atLeast += register == least ? 1 : 0;
            double power = BitConverter.Int64BitsToDouble((1023L - register) << 52);
            small += register < 32 ? power : 0;
            great += register < 32 ? 0 : power;
        }
        uint said = BinaryPrimitives.ReadUInt32LittleEndian(bytes[32..]);
        Require(said == atLeast, $"{atLeast} registers are {least}, the least, and not {said}");
        // Sums of so few powers of 2 are exact, in whatever order they were added.
        bool sums =
            small == BinaryPrimitives.ReadDoubleLittleEndian(bytes[16..])
            && great == BinaryPrimitives.ReadDoubleLittleEndian(bytes[24..]);
        Require(sums, $"the registers do not add up to what the sketch says");
        int notZero = registers.Length - zero;
        double estimate = BinaryPrimitives.ReadDoubleLittleEndian(bytes[8..]);
        // Each register that became other than 0 added 1 or more.
        Require(double.IsFinite(estimate) && estimate >= notZero, $"the estimate {estimate} is below {notZero}");
        return new HllRegisters(estimate, notZero);
    }

    private static byte[] UnpackFours(ReadOnlySpan<byte> packed, int least)
    {
        Require(least <= Greatest, $"the least register is {least}, above 63");
        byte[] registers = new byte[packed.Length * 2];
        for (int i = 0; i < registers.Length; i++)
        {
            int above = (packed[i >> 1] >> (4 * (i & 1))) & 15;
            registers[i] = above == Exception ? Missing : (byte)(least + above);
        }
        return registers;
    }

    private static byte[] UnpackSixes(ReadOnlySpan<byte> packed, int count)
    {
        byte[] registers = new byte[count];
        for (int i = 0; i < count; i++)
        {
            int bit = 6 * i;
            // The last byte is there so that two can always be read.
            int word = packed[bit >> 3] | (packed[(bit >> 3) + 1] << 8);
            registers[i] = (byte)((word >> (bit & 7)) & 63);
        }
        return registers;
    }

    private static void ApplyExceptions(byte[] registers, ReadOnlySpan<byte> pairs, uint count, int least, bool compact)
    {
        Require((pairs.Length & 3) == 0, $"the exceptions take {pairs.Length} bytes, no multiple of 4");
        Require(!compact || pairs.Length == 4L * count, $"{count} exceptions don't take {pairs.Length} bytes");
        int found = 0;
        for (; !pairs.IsEmpty; pairs = pairs[4..])
        {
            uint pair = BinaryPrimitives.ReadUInt32LittleEndian(pairs);
            if (pair == 0)
            {
                Require(!compact, $"an exception is missing");
                continue;
            }
            int slot = (int)(pair & ((1 << 26) - 1)) & (registers.Length - 1);
            int value = (int)(pair >> 26);
            Require(registers[slot] == Missing, $"register {slot} has an exception but is not marked so, or has two");
            Require(value >= least + Exception, $"register {slot} needs no exception for {value}");
            registers[slot] = (byte)value;
            found++;
        }
        Require(found == count, $"there should be {count} exceptions, not {found}");
        Require(!registers.Contains(Missing), $"a register is marked to have an exception, but has none");
    }
}
