using System.Text;
using JvmDebug.Cli.Output;
using JvmDebug.Diagnostics;
using JvmDebug.Jfr.Export;
using JvmDebug.Jfr.Stacks;

namespace JvmDebug.Cli.Recordings;

/// <summary>Writes stacks in the format of another tool.</summary>
internal static class JfrExport
{
    public static FlamegraphResult Run(IReadOnlyList<RecordingInput> recordings, JfrExportRequest request, IProgressReporter progress, TextWriter stdout, CancellationToken cancellationToken)
    {
        var reading = RecordingStacks.Read(recordings, [], new StackRequest([], [request.Event]) { Lines = request.Lines }, progress, cancellationToken);
        RecordingStacks.Require(reading, [request.Event], request.Files);
        var profile = reading.Profiles[0];
        var path = OutputFile.PathOf(request.Output, request.Files[0], $"-{request.Event.Name}{Extension(request.Format)}");
        void Write(Stream stream) => StackExport.Write(profile, request.Format, Path.GetFileName(request.Files[0]), stream);
        if (path != OutputFile.StandardOutput)
        {
            return new FlamegraphResult(OutputFile.Write(path, Write), reading.Profiles);
        }

        using var bytes = new MemoryStream();
        Write(bytes);
        stdout.Write(TerminalText.Clean(Encoding.UTF8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length))));
        return new FlamegraphResult(null, reading.Profiles);
    }

    private static string Extension(StackFormat format) => format switch
    {
        StackFormat.Collapsed => ".collapsed",
        StackFormat.Pprof => ".pb.gz",
        StackFormat.Speedscope => ".speedscope.json",
        StackFormat.Otlp => ".otlp.json",
        _ => ".firefox.json",
    };
}
