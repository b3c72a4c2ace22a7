using JvmDebug.Diagnostics.Captures;

namespace JvmDebug.Diagnostics.Scripts;

/// <summary>What the first operation of a command, and those that follow it, mean to the JVM and its files, in words.</summary>
internal static class ScriptSteps
{
    private const string Attach = "start the JVM's attach listener, unless it runs: create and remove /tmp/.attach_pidPID, send SIGQUIT to PID if it has a handler";

    /// <param name="operation">An operation with which a use case begins.</param>
    /// <param name="arguments">Its positional parameters.</param>
    public static IReadOnlyList<string> Of(string operation, IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return operation switch
        {
            "find" => ["read /proc of the processes there"],
            // CONTAINER-ID PID COMMAND...
            "run_jcmd" => [Attach, "jcmd PID " + string.Join(' ', arguments.Skip(3))],
            // CONTAINER-ID PID NAME FILE SECONDS MAXSIZE-KB SETTINGS JFC-BYTES
            "start_recording" =>
            [
                Attach,
                "jcmd PID JFR.check",
                .. Settings(arguments[6], arguments[7]),
                $"jcmd PID JFR.start name={arguments[2]} settings={arguments[6]} duration={arguments[4]}s {MaxSize(arguments[5])} filename=PLACE/{arguments[3]}",
                $"at the end: jcmd PID JFR.stop name={arguments[2]}",
                $"send PLACE/{arguments[3]}, and delete it once it is proven here",
            ],
            // CONTAINER-ID PID NAME FILE-BEGIN FILE-END SECONDS MAXSIZE-KB SETTINGS JFC-BYTES OPTION...
            "start_detached" =>
            [
                Attach,
                "jcmd PID JFR.check",
                .. Settings(arguments[7], arguments[8]),
                $"jcmd PID JFR.start name={arguments[2]} settings={arguments[7]}{(arguments[5] == "-" ? "" : $" duration={arguments[5]}s")} {MaxSize(arguments[6])} filename=PLACE/{arguments[3]}.PID.{arguments[4]} {string.Join(' ', arguments.Skip(9))}",
            ],
            // CONTAINER-ID PID
            "list_recordings" => [Attach, "jcmd PID JFR.check", "list the files of ours where the JVM can write"],
            // CONTAINER-ID PID COUNT INTERVAL LOCKS VIRTUAL-FILE
            "sample_threads" =>
            [
                Attach,
                $"{Times(arguments[2], arguments[3])}jcmd PID Thread.print{(arguments[4] == "locks" ? " -l" : "")} -e",
                .. arguments[5] == "-" ? Array.Empty<string>() : [$"each time, where it is JDK 21 or later: jcmd PID Thread.dump_to_file -format=json PLACE/{arguments[5]}, send it and delete it"],
                "where no attach is possible: SIGQUIT to PID if it has a handler, and read the log",
            ],
            "plan_heap_dump" =>
            [
                Attach,
                "jcmd PID GC.heap_info, and reckon whether the pod bears a dump",
                "jcmd PID GC.heap_dump into the debug container's file system, where the JVM may write there, else into the roomiest place of its own",
                "send the dump, and delete it once it is proven here",
            ],
            _ => throw new ArgumentException($"no command begins with '{operation}'", nameof(operation)),
        };
    }

    /// <summary>What follows the list of recordings, which says where their files are.</summary>
    public static IReadOnlyList<string> OfBringing(JfrBringRequest request)
    {
        var which = request.Name is { } name ? $"'{name}'" : "the one that was left to itself";
        return request.Way switch
        {
            BringWay.Dump =>
            [
                $"jcmd PID JFR.dump name={request.Name ?? "NAME"} filename=PLACE/jvmdebug-dump-….jfr, of {which}, which goes on",
                "send that copy, and delete it",
            ],
            BringWay.Stop =>
            [
                $"jcmd PID JFR.stop name={request.Name ?? "NAME"}, of {which}; one that is not ours is copied before with JFR.dump",
                "send its file, and delete it once it is proven here",
            ],
            BringWay.Discard => [$"jcmd PID JFR.stop name={request.Name ?? "NAME"}, of {which}, and delete its file"],
            _ => [$"send the file of {(request.Name is null ? "each that was left to itself and has ended" : which)}, and delete it once it is proven here"],
        };
    }

    private static IEnumerable<string> Settings(string settings, string bytes) =>
        settings == "jfc" ? [$"write PLACE/….jfc, the settings file of {bytes} bytes, and delete it after the start"] : [];

    private static string MaxSize(string kib) => kib == "-" ? "maxsize=(250 MiB, less where the place has less room)" : $"maxsize={kib}k";

    private static string Times(string count, string interval) => count == "1" ? "" : $"{count} times, {interval} s apart: ";
}
