namespace JvmDebug.ThreadDumps.Analysis;

/// <summary>A pool, or a stack, that is not the same in all JVMs.</summary>
/// <param name="What">The pool's pattern.</param>
/// <param name="Values">Busy and all threads of it, one a JVM, in their order.</param>
public sealed record Difference(string What, IReadOnlyList<(int Busy, int Size)> Values);

/// <summary>What a set of dumps says: each JVM's own story, and in what the JVMs differ.</summary>
public sealed record DumpAnalysis(IReadOnlyList<JvmReport> Jvms, IReadOnlyList<Finding> Findings, IReadOnlyList<Difference> Differences)
{
    public int Deadlocks => Jvms.Sum(jvm => jvm.Deadlocks.Count);

    /// <param name="dumps">Of one or several JVMs, in any order; read by one <see cref="DumpReader"/>.</param>
    public static DumpAnalysis Of(IReadOnlyList<ThreadDump> dumps)
    {
        ArgumentNullException.ThrowIfNull(dumps);
        JvmReport[] jvms = [.. Jvm.Of(dumps).Select(JvmReport.Of)];
        return new DumpAnalysis(jvms, [.. jvms.SelectMany(Finding.Of).OrderBy(finding => finding.Kind)], Compare(jvms));
    }

    private static IReadOnlyList<Difference> Compare(JvmReport[] jvms)
    {
        if (jvms.Length < 2)
        {
            return [];
        }

        return [.. jvms
            .SelectMany(jvm => jvm.Pools.Select(pool => pool.Pattern))
            .Distinct(StringComparer.Ordinal)
            .Select(pattern => new Difference(pattern, [.. jvms.Select(jvm => jvm.Pools.FirstOrDefault(pool => pool.Pattern == pattern) is { } pool ? (pool.Busy, pool.Size) : (0, 0))]))
            .Where(difference => difference.Values.Distinct().Count() > 1)
            .OrderByDescending(difference => difference.Values.Max(value => value.Busy) - difference.Values.Min(value => value.Busy))];
    }
}
