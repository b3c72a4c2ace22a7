using System.Globalization;
using JvmDebug.Kubernetes;

namespace JvmDebug.Diagnostics.Local;

/// <summary>A JVM on this machine, in a container or not: the same scripts, without a cluster.</summary>
internal static class LocalEntry
{
    /// <summary>Of the containers that are processes here: their pod is this machine.</summary>
    public const string Namespace = "local";

    /// <exception cref="JvmException">NoJvm: no such process here, or no /proc.</exception>
    public static DebugSession Open(DebugTarget target, int pid)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new JvmException(JvmFailure.NoJvm, $"local/{pid} names a process of a Linux machine, and this is none. Run jvmdebug on the machine the JVM runs on.");
        }

        var number = pid.ToString(CultureInfo.InvariantCulture);
        if (!Directory.Exists("/proc/" + number))
        {
            throw new JvmException(JvmFailure.NoJvm, $"There is no process {number} on this machine; 'ps -C java' shows the candidates.");
        }

        var process = new ContainerRef(Namespace, Environment.MachineName, number);
        return new DebugSession(new LocalExec(), process, process, null, target with { Pid = pid }) { Way = DebugWay.Local };
    }
}
