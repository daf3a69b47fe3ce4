namespace CreatorStream.Events.Tests;

internal static class Mutation
{
    private static readonly byte[] Marks = "\"\\{}[],:.-0eE \n\r\tunt\x7f\0"u8.ToArray();

    /// <summary>Some bytes flipped, put in, taken out, repeated or cut off.</summary>
    public static byte[] Of(byte[] json, Random random)
    {
        List<byte> bytes = [.. json];
        for (int times = random.Next(1, 4); times > 0 && bytes.Count > 0; times--)
        {
            int at = random.Next(bytes.Count);
            int length = Math.Min(random.Next(1, 20), bytes.Count - at);
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes[at] = Marks[random.Next(Marks.Length)];
                    break;
                case 3:
                    bytes.Insert(at, Marks[random.Next(Marks.Length)]);
                    break;
                case 4:
                    bytes.RemoveRange(at, length);
                    break;
                case 5:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - length + 1), length));
                    break;
                default:
                    bytes.RemoveRange(at, random.Next(4) == 0 ? bytes.Count - at : 0);
                    break;
            }
        }
        return [.. bytes];
    }
}
