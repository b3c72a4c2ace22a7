namespace JvmDebug.Cli.Tests.Support;

/// <summary>The program as it is wired, for what needs no cluster.</summary>
internal static class WiredCli
{
    public static Task<(int Code, string Stdout, string Stderr)> RunAsync(params string[] args) => RunAsync(null, args);

    /// <summary>With something on standard input.</summary>
    public static Task<(int Code, string Stdout, string Stderr)> PipeAsync(byte[] input, params string[] args) => RunAsync(null, args, input);

    /// <param name="completionPatience">How long completion may take; the program's own where null.</param>
    public static async Task<(int Code, string Stdout, string Stderr)> RunAsync(TimeSpan? completionPatience, string[] args, byte[]? input = null)
    {
        using StringWriter stdout = new(), stderr = new();
        using var termination = new Termination();
        var console = new AppConsole(stdout, stderr) { Stdin = () => new MemoryStream(input ?? []) };
        var code = await Application.RunAsync(args, console, CompositionRoot.Wire(console, completionPatience), termination);
        return (code, stdout.ToString(), stderr.ToString());
    }
}
