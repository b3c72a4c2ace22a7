using System.Text.RegularExpressions;

namespace JvmDebug.ThreadDumps.Analysis;

/// <summary>The dumps of one process, in the order they were taken.</summary>
/// <param name="Label">Pod and container where the file's name tells them, else the file.</param>
public sealed partial record Jvm(string Label, IReadOnlyList<Sample> Samples)
{
    public Sample Last => Samples[^1];

    /// <summary>What <c>jvmdebug threads</c> calls its files, so that a bundle can be read again.</summary>
    /// <param name="time">The instant the samples began, as <c>yyyyMMddTHHmmssZ</c>.</param>
    /// <param name="sample">From 1.</param>
    public static string FileName(string pod, string container, long pid, string time, int sample, bool isVirtual) =>
        FormattableString.Invariant($"{pod}_{container}_{pid}_{time}_{sample:000}.{(isVirtual ? "virtual.json" : "threads.txt")}");

    /// <summary>
    /// Puts together what belongs together: files of a bundle by their names, other dumps by the address of the VM's own
    /// thread, which is the same for a process's life and, with ASLR, of no other process.
    /// </summary>
    internal static IReadOnlyList<Jvm> Of(IReadOnlyList<ThreadDump> dumps)
    {
        var jvms = new List<(string Key, string Label, List<(string Sample, ThreadDump Dump)> Dumps)>();
        foreach (var dump in dumps)
        {
            var name = BundleName().Match(Path.GetFileName(dump.Source));
            var key = name.Success ? $"{name.Groups[1]} {name.Groups[2]} {name.Groups[3]}" : Address(dump) ?? dump.Source;
            var at = jvms.FindIndex(jvm => jvm.Key == key);
            if (at < 0)
            {
                at = jvms.Count;
                jvms.Add((key, name.Success ? $"{name.Groups[1]}/{name.Groups[2]}" : dump.Label, []));
            }

            jvms[at].Dumps.Add((name.Success ? name.Groups[4].Value + name.Groups[5].Value : "", dump));
        }

        return [.. jvms.Select(jvm => new Jvm(Unambiguous(jvm.Label, jvm.Key), InOrder(jvm.Dumps)))];

        string Unambiguous(string label, string key) =>
            jvms.Count(jvm => jvm.Label == label) > 1 ? $"{label} (process {key[(key.LastIndexOf(' ') + 1)..]})" : label;
    }

    private static List<Sample> InOrder(List<(string Sample, ThreadDump Dump)> dumps)
    {
        var samples = new List<Sample>();
        foreach (var group in dumps.Where(dump => dump.Sample.Length > 0).GroupBy(dump => dump.Sample).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var texts = group.Where(dump => dump.Dump.Format == DumpFormat.HotSpot).Select(dump => dump.Dump).ToList();
            var virtuals = group.Select(dump => dump.Dump).FirstOrDefault(dump => dump.Format != DumpFormat.HotSpot);
            samples.AddRange(texts.Count == 0 ? [new Sample(virtuals!, null)] : texts.Select(text => new Sample(text, virtuals)));
        }

        var others = dumps.Where(dump => dump.Sample.Length == 0).Select(dump => dump.Dump).ToList();
        // The time sorts as text; dumps without one stay where they were given.
        samples.AddRange((others.All(dump => dump.Time is not null) ? others.OrderBy(dump => dump.Time, StringComparer.Ordinal) : others.AsEnumerable()).Select(dump => new Sample(dump, null)));
        return samples;
    }

    private static string? Address(ThreadDump dump) =>
        (dump.Threads.FirstOrDefault(thread => thread.IsOfVm && thread.Name == "VM Thread") ?? dump.Threads.FirstOrDefault(thread => thread.Name == "Reference Handler"))?.Address;

    [GeneratedRegex(@"\A([a-z0-9.-]+)_([a-z0-9.-]+)_(\d+)_(\d{8}T\d{6}Z)_(\d{3,})\.(?:threads\.txt|virtual\.json)(?:\.gz)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex BundleName();
}
