using System.CommandLine;
using JvmDebug.Cli.Values;
using JvmDebug.Diagnostics.Jcmd;

namespace JvmDebug.Cli.Commands;

/// <summary><c>--timeout</c> of a diagnostic command that may take its time.</summary>
internal sealed class PatienceOption : Option<TimeSpan>
{
    public PatienceOption()
        : base("--timeout")
    {
        Description = "How long the JVM may take to answer; 0 is no bound. (default 5m)";
        HelpName = "DURATION";
        DefaultValueFactory = _ => JcmdRun.DefaultPatience;
        CustomParser = result => result.Tokens[0].Value is "0" or "0s" ? TimeSpan.Zero : Duration.Parse(result) ?? default;
    }
}
