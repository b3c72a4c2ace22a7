using System.Reflection;
using System.Runtime.InteropServices;

namespace JvmDebug.Cli.Commands;

internal sealed class VersionCommand : DescribedCommand
{
    public VersionCommand(TextWriter stdout)
        : base("version", "Says which jvmdebug this is.") =>
        SetAction(parsed => stdout.Write(parsed.GetValue(GlobalOptions.Output) == OutputFormat.Json
            ? Output.JsonOutput.Version(Number, Commit, RuntimeInformation.RuntimeIdentifier)
            : $"{Line}{Environment.NewLine}commit {Commit ?? "unknown"}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}{Environment.NewLine}"));

    /// <summary>What <c>--version</c> prints.</summary>
    public static string Line => $"jvmdebug {Number}";

    public override string Usage => "[options]";

    // 0.1.0+COMMIT: the SDK adds the commit it was built from.
    private static string[] Parts { get; } =
        (typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0").Split('+', 2);

    private static string Number => Parts[0];

    private static string? Commit => Parts.Length > 1 ? Parts[1] : null;
}
