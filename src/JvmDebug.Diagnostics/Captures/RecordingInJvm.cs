using System.Globalization;
using JvmDebug.Kubernetes;

namespace JvmDebug.Diagnostics.Captures;

/// <summary>One recording of ours as the JVM knows it, and how its file is asked for.</summary>
internal sealed class RecordingInJvm(string name, string fileName)
{
    public string Name { get; } = name;

    public string FileName { get; } = fileName;

    /// <summary>Where the JVM writes it; the script has chosen.</summary>
    public string Place { get; set; } = "/tmp";

    public RemotePath Path => new($"{Place}/{FileName}");

    public int? Pid { get; set; }

    /// <summary>When it was heard that it runs; of a capture's alone.</summary>
    public DateTimeOffset RunsSince { get; set; }

    /// <summary>When the JVM ends it if nobody else does; of a capture's alone.</summary>
    public DateTimeOffset EndsBy { get; set; }

    /// <summary>How long the debug container leaves the file when the JVM has ended the recording by itself.</summary>
    public TimeSpan Kept { get; set; }

    public bool MayRun { get; set; }

    /// <summary>How a kept recording is brought (op_bring_recording); null for a capture's, which is stopped.</summary>
    public string? Bring { get; init; }

    /// <summary>How <c>JFR.dump</c> and <c>JFR.stop</c> are told which recording is meant, if not by its name.</summary>
    public int? Id { get; init; }

    /// <summary>The operation that makes the pod send the file, and its arguments.</summary>
    public (string Operation, IReadOnlyList<string> Arguments) Finish
    {
        get
        {
            var pid = Pid!.Value.ToString(CultureInfo.InvariantCulture);
            return Bring is null
                ? ("finish_recording", [pid, Name, FileName])
                : ("bring_recording", [Bring, pid, Id?.ToString(CultureInfo.InvariantCulture) ?? Name, FileName]);
        }
    }

    /// <summary>Where a kept recording is if the file does not get here; null of a capture's.</summary>
    public string? Stays(DebugSession session) => Bring switch
    {
        null => null,
        "dump" => $"The recording '{Name}' goes on; dump it again.",
        _ => $"The recording '{Name}' stays in container {session.Target}, at {Path} once it has ended; 'jfr fetch' brings it.",
    };
}
