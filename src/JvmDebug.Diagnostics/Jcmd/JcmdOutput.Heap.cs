using System.Globalization;
using System.Text.RegularExpressions;

namespace JvmDebug.Diagnostics.Jcmd;

internal static partial class JcmdOutput
{
    /// <summary>
    /// Bytes of the heap in use, garbage included, from <c>GC.heap_info</c> of any collector; null if the text tells
    /// nothing.
    /// </summary>
    /// <remarks>
    /// <code>
    /// G1           " garbage-first heap   total 389120K, used 66408K [0x…"         one line
    /// Serial       " def new generation   total 9792K, used 1234K [0x…", " tenured generation   total 21888K, used …"
    /// Parallel     " PSYoungGen      total …K, used …K [0x…", " ParOldGen       total …K, used …K [0x…"
    /// ZGC          " ZHeap           used 42M, capacity 128M, max capacity 2048M"
    /// Shenandoah   " 512M max, 512M soft max, 512M committed, 24576K used"
    /// Epsilon      "  space 204800K,   1% used [0x…"
    /// none of it   " Metaspace       used 138K, …", "  class space    used 7K, …", "  eden space 8192K,  15% used [0x…"
    /// </code>
    /// </remarks>
    public static long? HeapUsed(string output)
    {
        long used = 0;
        var found = false;
        foreach (Match match in HeapInUse().Matches(output))
        {
            var number = long.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) << Shift(match.Groups["unit"].Value);
            used += match.Groups["percent"] is { Success: true } percent ? number * int.Parse(percent.Value, CultureInfo.InvariantCulture) / 100 : number;
            found = true;
        }

        return found ? used : null;
    }

    /// <summary>Bytes that the heap may grow to, from <c>VM.flags</c>; null if the text does not say.</summary>
    public static long? MaxHeap(string output) =>
        MaxHeapSize().Match(output) is { Success: true } match ? long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : null;

    /// <summary>Whether <c>GC.heap_dump</c> says that it wrote the dump: "Heap dump file created", with a size since JDK 9.</summary>
    public static bool DumpedHeap(string output) => output.Contains("Heap dump file created", StringComparison.Ordinal);

    /// <summary>How long the JVM says it took to write the dump (since JDK 9): as long as the application stood still; null if it does not say.</summary>
    public static TimeSpan? DumpedHeapIn(string output) =>
        DumpTime().Match(output) is { Success: true } match ? TimeSpan.FromSeconds(double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)) : null;

    private static int Shift(string unit) => unit switch { "K" => 10, "M" => 20, "G" => 30, _ => 0 };

    [GeneratedRegex(
        @"^(?:(?!\s*(?:Metaspace|class space)).*?\bused (?<number>\d{1,15})(?<unit>[KMG]?)\b|.*\bcommitted, (?<number>\d{1,15})(?<unit>[KMGB]) used| *space (?<number>\d{1,15})(?<unit>K), +(?<percent>\d{1,3})% used)",
        RegexOptions.Multiline)]
    private static partial Regex HeapInUse();

    [GeneratedRegex(@"-XX:MaxHeapSize=(\d{1,15})\b")]
    private static partial Regex MaxHeapSize();

    [GeneratedRegex(@"\bin (\d{1,9}\.\d+) secs\]")]
    private static partial Regex DumpTime();
}
