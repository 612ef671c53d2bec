namespace Slipway.Ecs.Linting;

/// <summary>The size that counts for ECS: what is sent, which has no white space between values.</summary>
internal static class DocumentSize
{
    public const int Largest = 65536;

    /// <param name="utf8">Valid JSON.</param>
    public static int Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length <= Largest) return utf8.Length;
        var (size, inString) = (0, false);
        for (var index = 0; index < utf8.Length; index++)
        {
            var current = utf8[index];
            if (inString && current == (byte)'\\')
            {
                size += 2;
                index++;
                continue;
            }

            if (current == (byte)'"') inString = !inString;
            if (inString || current is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')) size++;
        }

        return size;
    }
}
