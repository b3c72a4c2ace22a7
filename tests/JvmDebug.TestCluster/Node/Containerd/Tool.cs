using CliWrap;
using CliWrap.Buffered;

namespace JvmDebug.TestCluster.Node.Containerd;

/// <summary>Runs the system's own tools: ip, mount, ctr.</summary>
internal static class Tool
{
    private static readonly string[] _extraPath = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

    /// <summary>Standard output of a command that must succeed.</summary>
    /// <exception cref="NodeException">It did not; the message has the command line and what it said.</exception>
    public static async Task<string> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var result = await TryAsync(program, arguments, cancellationToken);
        return result.IsSuccess
            ? result.StandardOutput
            : throw new NodeException($"{program} {string.Join(' ', arguments)}: exit code {result.ExitCode}: {result.StandardError.Trim()}");
    }

    public static async Task<BufferedCommandResult> TryAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        await Cli.Wrap(Find(program)).WithArguments(arguments).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(cancellationToken);

    /// <summary>The full path: /usr/sbin is often missing from the PATH of a normal shell.</summary>
    public static string Find(string program)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Concat(_extraPath);
        return path.Where(p => p.Length > 0).Select(p => Path.Combine(p, program)).FirstOrDefault(File.Exists)
            ?? throw new NodeException($"{program} is not installed; the test cluster needs the packages containerd, runc, containernetworking-plugins and iproute2");
    }
}
