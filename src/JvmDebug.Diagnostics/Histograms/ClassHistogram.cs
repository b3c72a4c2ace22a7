namespace JvmDebug.Diagnostics.Histograms;

/// <summary>One row: what the objects of a class take in the heap, without what they refer to.</summary>
/// <param name="Name">As the JVM writes it: <c>java.lang.String</c>, <c>[B</c>, <c>[Ljava.lang.Object;</c>.</param>
/// <param name="Module">With its version, as <c>java.base@17.0.15</c>; null before JDK 9 and for the unnamed module.</param>
public sealed record ClassCount(string Name, string? Module, long Instances, long Bytes);

/// <summary>The heap by class, in the JVM's order: most bytes first.</summary>
public sealed record ClassHistogram(IReadOnlyList<ClassCount> Classes)
{
    public long Instances => Classes.Sum(c => c.Instances);

    public long Bytes => Classes.Sum(c => c.Bytes);
}

/// <summary>A histogram and when it was taken; null where a file does not tell.</summary>
public sealed record HistogramSample(DateTimeOffset? Time, ClassHistogram Histogram);
