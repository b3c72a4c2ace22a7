using System.CommandLine;
using JvmDebug.Cli.Completion;

namespace JvmDebug.Cli.Commands;

internal sealed class CompletionCommand : DescribedCommand
{
    public CompletionCommand(TextWriter stdout)
        : base("completion", "Prints a script that makes a shell, or kubectl, complete jvmdebug's words.")
    {
        var shell = new Argument<string>("SHELL") { Description = $"{string.Join(", ", CompletionScript.Shells)}." };
        shell.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !CompletionScript.Shells.Contains(token.Value))
            {
                result.AddError($"'{token.Value}' is none of {string.Join(", ", CompletionScript.Shells)}.");
            }
        });
        Add(shell);
        SetAction(parsed => stdout.Write(CompletionScript.For(parsed.GetRequiredValue(shell))));
    }

    public override string Usage => "SHELL";

    public override IReadOnlyList<(string Purpose, string Arguments)> Examples =>
    [
        ("bash, for this session", "completion bash > /tmp/jvmdebug.bash && . /tmp/jvmdebug.bash"),
        ("fish, for good", "completion fish > ~/.config/fish/completions/jvmdebug.fish"),
        ("'kubectl jvmdebug', beside the plugin on the PATH", "completion kubectl > ~/bin/kubectl_complete-jvmdebug && chmod +x ~/bin/kubectl_complete-jvmdebug"),
    ];
}
