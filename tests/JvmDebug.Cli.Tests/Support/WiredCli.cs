namespace JvmDebug.Cli.Tests.Support;

/// <summary>The program as it is wired, for what needs no cluster.</summary>
internal static class WiredCli
{
    public static async Task<(int Code, string Stdout, string Stderr)> RunAsync(params string[] args)
    {
        using StringWriter stdout = new(), stderr = new();
        using var termination = new Termination();
        var console = new AppConsole(stdout, stderr);
        var code = await Application.RunAsync(args, console, CompositionRoot.Wire(console), termination);
        return (code, stdout.ToString(), stderr.ToString());
    }
}
