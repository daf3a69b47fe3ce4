using CreatorStream.Import;

namespace CreatorStream.Host.Vetting;

/// <summary>
/// How many fields a record of a CSV file has: what reads it takes a record whole, with some bytes for each field, however many a
/// stranger sends.
/// </summary>
internal static class RecordWidth
{
    public const int MostColumns = 1_000;

    /// <exception cref="InputException">Too many; says in which line.</exception>
    public static void ThrowIfTooWide(ReadOnlySpan<byte> file)
    {
        (int line, int ofRecord, int ofLine) = (1, 0, 0);
        bool isQuoted = false;
        foreach (byte letter in file)
        {
            switch (letter)
            {
                case (byte)'"':
                    isQuoted = !isQuoted;
                    break;
                case (byte)'\n':
                    line++;
                    ofLine = 0;
                    ofRecord = isQuoted ? ofRecord : 0;
                    break;
                case (byte)',' or (byte)';':
                    ofLine++;
                    ofRecord += isQuoted ? 0 : 1;
                    break;
            }
            // A quote that quotes nothing may hide fields from this, but not from who reads; texts have few commas a line.
            if (ofRecord >= MostColumns || ofLine >= 10 * MostColumns)
            {
                throw new InputException(
                    line,
                    $"more than {MostColumns} columns; is the file a CSV with a row a line?"
                );
            }
        }
    }
}
