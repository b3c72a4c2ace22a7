using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>HotSpot's emergency dump writes jdk.DumpReason and jdk.Shutdown (jfrEmergencyDump.cpp). Neither can be switched off by default.</summary>
internal sealed class AbnormalEnd() : Rule("abnormal-end", "The JVM ended by accident")
{
    public override Finding? Judge(RecordingFacts facts)
    {
        var reasons = facts.DumpReasons.Entries.Select(entry => entry.Text("reason")).Where(reason => reason is "Crash" or "Out of Memory")
            .Concat(facts.Shutdowns.Entries.Select(entry => entry.Text("reason")).Where(reason => reason.Contains("Error", StringComparison.Ordinal)))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return reasons.Count == 0 ? null : Found(
            100,
            $"The recording was written in an emergency: {string.Join(", ", reasons)}.",
            "Look for hs_err_pidN.log beside the application, at the container's last state ('kubectl describe pod') and, for memory, at a heap dump (-XX:+HeapDumpOnOutOfMemoryError).");
    }
}
