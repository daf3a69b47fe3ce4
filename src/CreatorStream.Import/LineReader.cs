namespace CreatorStream.Import;

/// <summary>Lines of bytes, without their ends, counted; a line lives until the next one is read.</summary>
public sealed class LineReader(Stream stream)
{
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _atEnd;

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
            int at = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (at >= 0)
            {
                return Take(searched + at, 1);
            }

            searched = _end - _start;
            if (_atEnd)
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
        Line = _buffer.AsMemory(_start, length > 0 && _buffer[_start + length - 1] == '\r' ? length - 1 : length);
        _start += length + lineEnd;
        Number++;
        return true;
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        int read = stream.Read(_buffer.AsSpan(_end));
        _end += read;
        _atEnd = read == 0;
    }
}
