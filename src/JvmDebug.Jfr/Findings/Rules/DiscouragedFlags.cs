using JvmDebug.Jfr.Findings.Facts;

namespace JvmDebug.Jfr.Findings.Rules;

/// <summary>JMC's DiscouragedVmOptions, BytecodeVerification, DuplicateFlags and GcOptions, from the command line.</summary>
internal sealed class DiscouragedFlags() : Rule("discouraged-flags", "The JVM runs with flags that hurt", "jdk.JVMInformation")
{
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["-Xint"] = "switches the JIT off: everything is interpreted",
        ["-Xverify:none"] = "switches bytecode verification off; deprecated since JDK 13",
        ["-noverify"] = "switches bytecode verification off; deprecated since JDK 13",
        ["-XX:-BytecodeVerificationRemote"] = "switches bytecode verification off",
        ["-XX:+AggressiveOpts"] = "was removed in JDK 12 and only ever experimental",
        ["-XX:-UseContainerSupport"] = "sizes heap and threads by the node instead of the container",
        ["-XX:+UseSerialGC"] = "collects with one thread, whatever the CPUs",
        ["-XX:-UseCompressedOops"] = "makes every reference 8 bytes",
        ["-XX:+DisableAttachMechanism"] = "keeps every diagnosis out",
    };

    private const double ServerMemory = 1792L << 20;

    private static readonly string[] Debuggers = ["-agentlib:jdwp", "-Xrunjdwp"];

    // Of type ccstrlist in globals.hpp, or read more than once: each adds to those before.
    private static readonly HashSet<string> Cumulative = new(StringComparer.Ordinal)
    {
        "-XX:CompileCommand", "-XX:CompileOnly", "-XX:ControlIntrinsic", "-XX:DisableIntrinsic", "-XX:OnError", "-XX:OnOutOfMemoryError", "-XX:StartFlightRecording",
    };

    public override Finding? Judge(RecordingFacts facts)
    {
        var arguments = facts.JvmArguments;
        var discouraged = arguments.Where(argument => Known.ContainsKey(argument) && !(argument == "-XX:+UseSerialGC" && IsSmall(facts))).Select(argument => $"{argument} {Known[argument]}")
            .Concat(Debuggers.Where(debugger => arguments.Any(argument => argument.StartsWith(debugger, StringComparison.Ordinal))).Select(debugger => $"{debugger} opens the debugger's way in"));
        var twice = arguments.Select(Setting).OfType<string>().GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1)
            .Select(group => $"{group.Key} is given {Quantity.Count(group.Count())} times; the last one counts");
        string[] found = [.. discouraged.Distinct(StringComparer.Ordinal), .. twice];
        return found.Length == 0 ? null : Found(
            40,
            $"{Quantity.Plural(found.Length, "flag")} on the command line {(found.Length == 1 ? "deserves" : "deserve")} a second thought.",
            "Remove what nobody remembers the reason for.",
            found);
    }

    // Where HotSpot chooses this collector itself (os::is_server_class_machine). A heap below a quarter of that memory, which such a
    // machine would get, is no larger elsewhere.
    private static bool IsSmall(RecordingFacts facts) =>
        facts.Processors is null or < 2
        || (facts.MemoryLimit ?? facts.PhysicalMemory.Last?["totalSize"]) is not { } memory || !(memory >= ServerMemory)
        || facts.MaxHeap < ServerMemory / 4;

    // What may stand there once: -Xmx, -Xms, -Xss and -XX flags with a value. -D, --add-opens and -javaagent may be repeated.
    private static string? Setting(string argument)
    {
        if (argument.StartsWith("-XX:", StringComparison.Ordinal))
        {
            return argument.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals && !Cumulative.Contains(argument[..equals]) ? argument[..equals] : null;
        }

        return argument.Length > 4 && argument[..4] is "-Xmx" or "-Xms" or "-Xss" or "-Xmn" ? argument[..4] : null;
    }
}
