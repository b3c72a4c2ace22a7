using System.Globalization;
using JvmDebug.Diagnostics.Jcmd;
using JvmDebug.Diagnostics.Scripts;

namespace JvmDebug.Diagnostics.Triggers;

/// <summary>What <c>op_sample</c> of sample.sh answered, as a percentage. Pure.</summary>
internal static class JvmLevel
{
    /// <summary>Null if the JVM does not say (no GC.heap_info before JDK 9 and in some updates of 8).</summary>
    /// <param name="maxHeap">Bytes.</param>
    public static double? Heap(ScriptReply reply, long maxHeap) => JcmdOutput.HeapUsed(reply.Output) is { } used && maxHeap > 0 ? 100.0 * used / maxHeap : null;

    /// <summary>CPU time between two samples; null for the first one, and over a restart.</summary>
    /// <param name="cores">What 100 % are.</param>
    public static double? Cpu(CpuSample? before, CpuSample now, double cores)
    {
        ArgumentNullException.ThrowIfNull(now);
        return before is not null && before.Pid == now.Pid && now.Uptime > before.Uptime && now.Used >= before.Used
            ? 100 * (now.Used - before.Used) / (now.Uptime - before.Uptime) / cores
            : null;
    }
}

/// <param name="Used">Seconds of CPU time since the process began.</param>
/// <param name="Uptime">Seconds by the node's clock.</param>
internal sealed record CpuSample(int Pid, double Used, double Uptime)
{
    /// <summary>Null if the reply is something else.</summary>
    public static CpuSample? Of(ScriptReply reply) =>
        reply.Number("ticks") is { } ticks && reply.Number("hz") is { } hz and > 0
        && double.TryParse(reply["uptime"], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var uptime)
            ? new CpuSample(reply.Jvms[^1].Pid, (double)ticks / hz, uptime)
            : null;
}
