namespace JvmDebug.Cli.Tests.Support;

/// <summary>The program as it is wired, for what needs no cluster.</summary>
internal static class WiredCli
{
    public static Task<(int Code, string Stdout, string Stderr)> RunAsync(params string[] args) => RunAsync(null, args);

    /// <param name="completionPatience">How long completion may take; the program's own where null.</param>
    public static async Task<(int Code, string Stdout, string Stderr)> RunAsync(TimeSpan? completionPatience, string[] args)
    {
        using StringWriter stdout = new(), stderr = new();
        using var termination = new Termination();
        var console = new AppConsole(stdout, stderr);
        var code = await Application.RunAsync(args, console, CompositionRoot.Wire(console, completionPatience), termination);
        return (code, stdout.ToString(), stderr.ToString());
    }
}
