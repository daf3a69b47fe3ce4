namespace CreatorStream.Import;

/// <summary>Lines of bytes, without their ends, counted; a line lives until the next one is read.</summary>
internal sealed class LineReader(Stream stream)
{
    private byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;
    private bool atEnd;

    /// <summary>The number of the current line, from 1.</summary>
    public long Number { get; private set; }

    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>Reads the next line; false at the end.</summary>
    /// <exception cref="InputException">A line that no batch could hold.</exception>
    public bool Read()
    {
        int searched = 0;
        while (true)
        {
            int at = buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
            if (at >= 0)
            {
                return Take(searched + at, 1);
            }

            searched = end - start;
            if (atEnd)
            {
                return searched > 0 && Take(searched, 0);
            }

            if (searched > SinkLimits.Bytes)
            {
                throw new InputException(Number + 1, $"is longer than {SinkLimits.Bytes} bytes");
            }

            Fill();
        }
    }

    private bool Take(int length, int lineEnd)
    {
        Line = buffer.AsMemory(start, length > 0 && buffer[start + length - 1] == '\r' ? length - 1 : length);
        start += length + lineEnd;
        Number++;
        return true;
    }

    private void Fill()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            start = 0;
        }
        if (end == buffer.Length)
        {
            Array.Resize(ref buffer, buffer.Length * 2);
        }

        int read = stream.Read(buffer.AsSpan(end));
        end += read;
        atEnd = read == 0;
    }
}
