using JvmDebug.Diagnostics.Jcmd;

namespace JvmDebug.Diagnostics.Doctor.Checks;

/// <summary>Whether this JVM can record, and what it records already.</summary>
internal static class FlightRecorderCheck
{
    // 8u262 is the first OpenJDK 8 with Flight Recorder.
    private const int FirstUpdateOf8 = 262;

    public static IEnumerable<Finding> Of(JvmFacts jvm)
    {
        var java = jvm.Scan.Java is { } version ? "JDK " + version : "a JDK of unknown version";
        if (jvm.Scan.Kind is not JvmKind.HotSpot)
        {
            yield return Finding.Bad("jfr", Side.Jvm, JvmKinds.NoRecorder(jvm.Scan.Kind), JvmKinds.RecorderFix(jvm.Scan.Kind));
            yield break;
        }

        if (jvm.RecorderOffIn is { } where)
        {
            yield return Finding.Bad("jfr", Side.Jvm, $"-XX:-FlightRecorder stands in {(where == "arguments" ? "the JVM's arguments" : where)}", "# remove it, or put behind it\n-XX:+FlightRecorder");
        }
        else if (UpdateOf8(jvm.Scan.Java) is { } update and < FirstUpdateOf8)
        {
            yield return Finding.Bad("jfr", Side.Jvm, $"JDK 8u{update} has no Flight Recorder; 8u{FirstUpdateOf8} is the first that has", "FROM eclipse-temurin:8-jre  # in the image's Dockerfile");
        }
        else if (jvm.HasRecorder == false || jvm.Recordings is { } said && JcmdOutput.LacksFlightRecorder(said))
        {
            yield return Finding.Bad("jfr", Side.Jvm, $"{java} was built without the module jdk.jfr", "jlink --add-modules ...,jdk.jfr,jdk.management.jfr  # where the runtime is made");
        }
        else
        {
            yield return Finding.Good("jfr", Side.Jvm, $"{java} has Flight Recorder");
            if (jvm.Recordings is { } recordings)
            {
                yield return Running(JcmdOutput.RecordingNames(recordings));
            }
        }
    }

    private static Finding Running(IReadOnlyList<string> names)
    {
        var list = string.Join(", ", names);
        return names.Count == 0 ? Finding.Good("recordings", Side.Jvm, "none is running")
            : names.Contains("jvmdebug-capture") ? Finding.Doubt("recordings", Side.Jvm, $"running: {list}; 'jfr capture' uses the name jvmdebug-capture as well", "jvmdebug jfr capture ... --name OTHER")
            : Finding.Good("recordings", Side.Jvm, $"running: {list}; one more goes beside them");
    }

    // 1.8.0_402
    private static int? UpdateOf8(string? java) =>
        java is not null && java.StartsWith("1.8.0", StringComparison.Ordinal)
            ? int.TryParse(java.Split('_', '-', '+') is [_, var update, ..] ? update : "0", System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0
            : null;
}
