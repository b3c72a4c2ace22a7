using System.CommandLine;
using JvmDebug.Cli.Values;
using JvmDebug.Diagnostics;
using JvmDebug.Kubernetes.Workloads;

namespace JvmDebug.Cli.Commands;

/// <summary>What names a JVM, and the debug container that goes to it; the same for every command that enters a pod.</summary>
internal sealed class TargetOptions
{
    private static readonly string[] PullPolicies = ["Always", "IfNotPresent", "Never"];

    private readonly Argument<string?> _target = new("TARGET")
    {
        Description = "POD, pod/NAME, deploy/NAME, sts/NAME, ds/NAME, rs/NAME or job/NAME; or give -l.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _selector = new("--selector", "-l") { Description = "Label selector instead of a TARGET." };
    private readonly Option<string?> _container = new("--container", "-c") { Description = "Container the JVM runs in." };
    private readonly Option<int?> _pid = new("--pid") { Description = "Process id of the JVM, as 'jvmdebug ps' shows it." };
    private readonly Option<bool> _any = new("--any") { Description = "Several pods match: take one that is ready." };
    private readonly Option<string> _image = new("--image")
    {
        Description = "JDK image of the debug container; a jcmd of JDK 25 attaches to JVMs 8 to 25.",
        DefaultValueFactory = _ => DebugTarget.DefaultImage,
    };

    private readonly Option<string?> _pullPolicy = new("--image-pull-policy") { Description = "Always, IfNotPresent or Never.", HelpName = "POLICY" };
    private readonly Option<TimeSpan> _idleTimeout = new("--idle-timeout")
    {
        Description = "The debug container ends itself when nobody came for this long.",
        DefaultValueFactory = _ => TimeSpan.FromMinutes(10),
        CustomParser = result => Duration.Parse(result) ?? default,
    };

    public TargetOptions(Command command)
    {
        command.Add(_target);
        command.Add(_selector);
        command.Add(_container);
        command.Add(_pid);
        command.Add(_any);
        command.Add(_image);
        command.Add(_pullPolicy);
        command.Add(_idleTimeout);
        _pullPolicy.AcceptOnlyFromAmong(PullPolicies);
        command.Validators.Add(result =>
        {
            var (target, selector) = (result.GetValue(_target), result.GetValue(_selector));
            if (target is null && selector is null)
            {
                result.AddError("Name a TARGET (POD, deploy/NAME, ...) or a selector (-l).");
            }
            else if (target is not null && selector is not null)
            {
                result.AddError("A TARGET and a selector (-l) exclude each other.");
            }
            else if (target is not null && TargetName.TryParse(target, out var error) is null)
            {
                result.AddError(error!);
            }

            if (result.GetValue(_pid) is < 1)
            {
                result.AddError("--pid is a process id: a number of 1 or more.");
            }

            if (result.GetValue(_image) is { } image && (image.Length == 0 || image.Any(char.IsWhiteSpace)))
            {
                result.AddError("--image is an image name without blanks.");
            }
        });
    }

    public DebugTarget ToTarget(ParseResult parsed) => new()
    {
        Name = parsed.GetValue(_target),
        Selector = parsed.GetValue(_selector),
        Container = parsed.GetValue(_container),
        Pid = parsed.GetValue(_pid),
        Any = parsed.GetValue(_any),
        Image = parsed.GetValue(_image)!,
        ImagePullPolicy = parsed.GetValue(_pullPolicy),
        IdleTimeout = parsed.GetValue(_idleTimeout),
    };
}
