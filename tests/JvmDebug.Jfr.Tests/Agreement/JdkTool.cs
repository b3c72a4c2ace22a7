using System.Diagnostics;
using System.Text.Json;

namespace JvmDebug.Jfr.Tests.Agreement;

/// <summary>The <c>jfr</c> of the JDKs on this machine.</summary>
internal sealed class JdkTool
{
    private JdkTool(string path, int version) => (Path, Version) = (path, version);

    public static IReadOnlyList<JdkTool> Installed { get; } = [.. Find().OrderBy(tool => tool.Version)];

    public string Path { get; }

    public int Version { get; }

    public async Task<List<string>> EventsAsync(string recording, CancellationToken cancellationToken)
    {
        using var document = await PrintAsync(recording, cancellationToken);
        return [.. Events(document).Select(Canonical.Of)];
    }

    public async Task<JsonDocument> PrintAsync(string recording, CancellationToken cancellationToken) =>
        JsonDocument.Parse(await RunAsync(["print", "--json", "--stack-depth", "5", recording], cancellationToken));

    public static IEnumerable<JsonElement> Events(JsonDocument printed) => printed.RootElement.GetProperty("recording").GetProperty("events").EnumerateArray();

    public async Task<string> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var (output, exitCode) = await TryAsync(arguments, cancellationToken);
        return exitCode == 0 ? output : throw new InvalidOperationException($"{Path} {string.Join(' ', arguments)} ended with {exitCode}");
    }

    /// <summary>What it prints before it fails, if it does.</summary>
    public async Task<(string Output, int ExitCode)> TryAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = System.Text.Encoding.UTF8 };
        // Times and file encodings as in the expectations, whatever the machine's.
        start.Environment["TZ"] = "UTC";
        start.Environment["LC_ALL"] = "C.UTF-8";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await errors;
        await process.WaitForExitAsync(cancellationToken);
        return (output, process.ExitCode);
    }

    private static IEnumerable<JdkTool> Find()
    {
        var roots = new[] { "/usr/lib/jvm", "/opt/java" }.Where(Directory.Exists).SelectMany(Directory.GetDirectories);
        if (Environment.GetEnvironmentVariable("JAVA_HOME") is { Length: > 0 } home)
        {
            roots = roots.Append(home);
        }

        foreach (var root in roots.Where(root => new DirectoryInfo(root).LinkTarget is null))
        {
            var tool = System.IO.Path.Combine(root, "bin", "jfr");
            var release = System.IO.Path.Combine(root, "release");
            if (File.Exists(tool) && File.Exists(release) && VersionOf(File.ReadLines(release)) is { } version)
            {
                yield return new JdkTool(tool, version);
            }
        }
    }

    private static int? VersionOf(IEnumerable<string> release)
    {
        var line = release.FirstOrDefault(line => line.StartsWith("JAVA_VERSION=", StringComparison.Ordinal));
        return line is not null && int.TryParse(line["JAVA_VERSION=".Length..].Trim('"').Split('.')[0], out var version) ? version : null;
    }
}
