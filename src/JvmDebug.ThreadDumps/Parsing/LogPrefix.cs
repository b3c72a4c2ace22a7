namespace JvmDebug.ThreadDumps.Parsing;

/// <summary>
/// What a log puts before every line: a time, a pod's name, "stdout F". Learnt from the line with the dump's title. The
/// numbers in it change from line to line, and their lengths with them (CRI cuts trailing zeros off its nanoseconds).
/// </summary>
internal sealed class LogPrefix(ReadOnlySpan<byte> sample)
{
    private readonly byte[] _sample = sample.ToArray();

    /// <summary>Where the line's own text begins; 0 if it has no such prefix.</summary>
    public int LengthIn(ReadOnlySpan<byte> line)
    {
        if (_sample.Length == 0 || line.StartsWith(_sample))
        {
            return _sample.Length;
        }

        var (i, at) = (0, 0);
        while (i < _sample.Length)
        {
            if (IsDigit(_sample[i]))
            {
                if (at >= line.Length || !IsDigit(line[at]))
                {
                    return 0;
                }

                SkipDigits(_sample, ref i);
                SkipDigits(line, ref at);
            }
            else if (at < line.Length && line[at] == _sample[i])
            {
                i++;
                at++;
            }
            else
            {
                // An empty line whose trailing blank was cut off.
                return at == line.Length && _sample.AsSpan(i).IndexOfAnyExcept((byte)' ', (byte)'\t') < 0 ? at : 0;
            }
        }

        return at;
    }

    private static bool IsDigit(byte b) => b is >= (byte)'0' and <= (byte)'9';

    private static void SkipDigits(ReadOnlySpan<byte> text, ref int at)
    {
        while (at < text.Length && IsDigit(text[at]))
        {
            at++;
        }
    }
}
