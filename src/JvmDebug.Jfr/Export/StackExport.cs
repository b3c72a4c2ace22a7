using JvmDebug.Jfr.Stacks;

namespace JvmDebug.Jfr.Export;

/// <summary>Formats of other profile viewers.</summary>
public enum StackFormat
{
    /// <summary>Text: a stack a line, for flamegraph.pl, inferno, grep.</summary>
    Collapsed,

    /// <summary>Google's profile.proto, gzip: go tool pprof, Pyroscope, Parca, Grafana.</summary>
    Pprof,

    /// <summary>https://www.speedscope.app.</summary>
    Speedscope,

    /// <summary>OpenTelemetry's profiles signal, as JSON.</summary>
    Otlp,

    /// <summary>The processed format of https://profiler.firefox.com.</summary>
    Firefox,
}

/// <summary>Writes a profile in the format of another tool.</summary>
public static class StackExport
{
    /// <param name="title">Names the profile where the format has a place for that.</param>
    public static void Write(StackProfile profile, StackFormat format, string title, Stream output)
    {
        ArgumentNullException.ThrowIfNull(profile);
        switch (format)
        {
            case StackFormat.Collapsed:
                CollapsedWriter.Write(profile, output);
                break;
            case StackFormat.Pprof:
                new PprofWriter(profile).Write(output);
                break;
            case StackFormat.Speedscope:
                SpeedscopeWriter.Write(profile, title, output);
                break;
            case StackFormat.Otlp:
                new OtlpWriter(profile).Write(output);
                break;
            case StackFormat.Firefox:
                new FirefoxWriter(profile).Write(title, output);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, "Not a format.");
        }
    }
}
