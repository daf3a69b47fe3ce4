using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace CreatorStream.Pipeline.OffHeap;

/// <summary>A piece of state memory. It belongs to a <see cref="StateScope"/>.</summary>
public sealed unsafe partial class StateBlock
{
    // MADV_DONTNEED: of a shared mapping, what was written stays in the file.
    private const int DontNeed = 4;

    // MADV_HUGEPAGE.
    private const int HugePages = 14;

    /// <summary>On most machines.</summary>
    internal const int HugePageBytes = 2 << 20;

    /// <summary>From here on a block has room for a huge page.</summary>
    private const long LeastForHugePages = HugePageBytes;

    private readonly byte* allocated;
    private readonly MemoryMappedViewAccessor? view;
    private byte* stamped;

    /// <summary>Plain memory.</summary>
    internal StateBlock(StatePart part, long length)
    {
        Part = part;
        Length = length;
        bool isLarge = length >= LeastForHugePages && OperatingSystem.IsLinux();
        int alignment = isLarge ? HugePageBytes : Prefetch.LineBytes;
        // What lies before the start is rarely brought in: large pieces are fresh pages of the system.
        allocated = (byte*)NativeMemory.AllocZeroed((nuint)(length + alignment));
        Start = allocated + (-(nint)allocated & (alignment - 1));
        if (isLarge)
        {
            // Look-ups at random miss the translation of addresses less. Only a hint, and nothing lies there yet.
            _ = Advise(Start, (nuint)length, HugePages);
        }
    }

    /// <summary>A file that has all its room on the disk beforehand, for a mapped page without any would end the process.</summary>
    /// <exception cref="IOException">There is no room.</exception>
    internal StateBlock(StatePart part, long length, string path)
    {
        Part = part;
        Length = length;
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            PreallocationSize = length,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        var stream = new FileStream(path, options);
        try
        {
            stream.SetLength(length);
            // What is mapped stays so without the file: a process may have fewer open ones than state has pieces.
            using var file = MemoryMappedFile.CreateFromFile(
                stream,
                mapName: null,
                length,
                MemoryMappedFileAccess.ReadWrite,
                HandleInheritability.None,
                leaveOpen: false
            );
            view = file.CreateViewAccessor(0, length);
            // It lives on as long as it is mapped, and goes with the process, however that ends.
            File.Delete(path);
        }
        catch
        {
            stream.Dispose();
            File.Delete(path);
            throw;
        }
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        Start = start;
    }

    public StatePart Part { get; }

    /// <summary>Where its scope keeps it.</summary>
    internal int Place { get; set; }

    /// <summary>Its scope's.</summary>
    internal int Generation { get; set; }

    public long Length { get; }

    public byte* Start { get; private set; }

    /// <summary>All of a block of less than 2 GB.</summary>
    public Span<byte> Bytes => new(Start, checked((int)Length));

    public bool IsMapped => view != null;

    /// <summary>
    /// Brings all pages of a new block in, for tables that are filled at random. A page that is read before it is written
    /// to is brought in twice, and the second time interrupts the other cores.
    /// </summary>
    internal void Touch()
    {
        if (!IsMapped)
        {
            NativeMemory.Clear(Start, (nuint)Length);
        }
    }

    /// <summary>Takes the pages of a mapped block out of the process; the file keeps them.</summary>
    internal void Unload()
    {
        if (IsMapped && OperatingSystem.IsLinux())
        {
            // Only a hint: if it fails, the pages stay.
            _ = Advise(Start, (nuint)Length, DontNeed);
        }
    }

    /// <summary>Nothing may be here any more: see <see cref="StaleState"/>.</summary>
    internal void Stamp()
    {
        stamped = Start;
        Start = null;
        StaleState.Fill(stamped, Length, Generation);
    }

    internal void CheckStamp() => StaleState.Check(stamped, Length, Generation, Part);

    internal void Release()
    {
        if (view == null)
        {
            NativeMemory.Free(allocated);
        }
        else
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
            // Not the view's own Dispose, which writes everything to the disk first: nobody reads it again.
            view.SafeMemoryMappedViewHandle.Dispose();
        }
        Start = null;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(void* address, nuint length, int advice);
}
