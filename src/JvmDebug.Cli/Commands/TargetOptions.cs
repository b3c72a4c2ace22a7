using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using JvmDebug.Cli.Commands.Threads;
using JvmDebug.Cli.Opening;
using JvmDebug.Cli.Values;
using JvmDebug.Diagnostics;
using JvmDebug.Kubernetes.Workloads;

namespace JvmDebug.Cli.Commands;

/// <summary>What names a JVM, and the debug container that goes to it; the same for every command that enters a pod.</summary>
internal sealed class TargetOptions
{
    // Each costs the API server a connection and the node an exec.
    private const int MostParallel = 256;

    private const string Pods = "POD, pod/NAME, deploy/NAME, sts/NAME, ds/NAME, rs/NAME, job/NAME or svc/NAME; -l SELECTOR instead";

    private readonly Argument<string?> _target = new("TARGET")
    {
        Description = Pods + "; or local/PID, a JVM on this machine.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly bool _severalPods;
    private readonly bool _podsAlone;
    private readonly bool _wholeNamespace;
    private readonly Option<bool>? _dryRun;
    private readonly Option<string?> _selector = new("--selector", "-l") { Description = "Label selector instead of a TARGET.", HelpName = "SELECTOR" };
    private readonly Option<string?> _container = new("--container", "-c") { Description = "Container the JVM runs in.", HelpName = "NAME" };
    private readonly Option<int?> _pid = new("--pid") { Description = "Process id of the JVM, as 'ps' shows it.", HelpName = "PID", CustomParser = ParsePid };
    private readonly Option<bool> _any = new("--any") { Description = "Several pods match: take one that is ready." };
    private readonly Option<bool> _all = new("--all") { Description = "Several pods match: take them all, and every JVM in them." };
    private readonly Option<int> _parallel = new("--parallel")
    {
        Description = $"With --all: how many pods at once. (default {DebugTarget.DefaultParallel})",
        HelpName = "N",
        DefaultValueFactory = _ => DebugTarget.DefaultParallel,
        CustomParser = ParseParallel,
    };

    private readonly Option<EntryMode?> _mode = new("--mode")
    {
        Description = "Way into the pod: ephemeral (a debug container), exec (the target's own tools), copy (of the pod), or auto. (default auto)",
        HelpName = "MODE",
        CustomParser = EntryModes.Parse,
    };

    private readonly Option<string?> _image = new("--image")
    {
        Description = $"JDK image of the debug container. (default $JVMDEBUG_IMAGE, else {DebugTarget.DefaultImage}: attaches to JVMs 8 to 25)",
        HelpName = "IMAGE",
    };

    private readonly Option<string?> _pullPolicy = new("--image-pull-policy")
    {
        Description = "When the node pulls that image: Always, IfNotPresent or Never.",
        HelpName = "POLICY",
        CustomParser = ParsePullPolicy,
    };

    private readonly Option<TimeSpan?> _idleTimeout = new("--idle-timeout")
    {
        Description = "The debug container ends itself when nobody came for this long. (default 10m)",
        HelpName = "DURATION",
        CustomParser = result => Duration.Parse(result),
    };

    private readonly Option<bool> _keep = new("--keep") { Description = "Leave the debug container, or the copy of the pod, until 'session stop'." };
    private readonly Option<bool> _force = new("--force") { Description = "Go on although the pod's memory may not hold it, or a copy would share its volumes." };

    /// <param name="severalPods">Whether the command can work in all pods of a target at once.</param>
    /// <param name="podsAlone">Whether the command is about pods as the cluster has them: not about local processes, nor about ways in.</param>
    /// <param name="dryRun">Whether the command can say what it would do instead.</param>
    /// <param name="wholeNamespace">Whether <c>--all</c> alone means every pod of the namespace.</param>
    /// <param name="force">What <c>--force</c> does for this command, if it is more than for every other.</param>
    public TargetOptions(Command command, bool severalPods = true, bool podsAlone = false, bool dryRun = false, bool wholeNamespace = false, string? force = null)
    {
        (_severalPods, _podsAlone, _wholeNamespace) = (severalPods, podsAlone, wholeNamespace);
        if (podsAlone)
        {
            _target.Description = Pods + ".";
            _keep.Description = "Leave the debug container until 'session stop'.";
            _force.Description = "Go on although the pod's memory may not hold it.";
        }

        if (wholeNamespace)
        {
            _all.Description += " Without a TARGET: all pods of the namespace.";
        }

        _force.Description = force ?? _force.Description;
        command.Add(_target);
        command.Add(_selector);
        command.Add(_container);
        command.Add(_pid);
        command.Add(_any);
        if (severalPods)
        {
            command.Add(_all);
            command.Add(_parallel);
        }

        if (!podsAlone)
        {
            command.Add(_mode);
        }

        command.Add(_image);
        command.Add(_pullPolicy);
        command.Add(_idleTimeout);
        command.Add(_keep);
        command.Add(_force);
        if (dryRun)
        {
            _dryRun = new Option<bool>("--dry-run") { Description = "Print what would be patched and run; read the cluster, ask for its admission, change nothing." };
            command.Add(_dryRun);
        }

        command.Validators.Add(Check);
    }

    public DebugTarget ToTarget(ParseResult parsed) => new()
    {
        Name = parsed.GetValue(_target),
        Selector = parsed.GetValue(_selector),
        Container = parsed.GetValue(_container),
        Pid = parsed.GetValue(_pid),
        Any = parsed.GetValue(_any),
        All = _severalPods && parsed.GetValue(_all),
        OnePod = !_severalPods,
        Parallel = _severalPods ? parsed.GetValue(_parallel) : DebugTarget.DefaultParallel,
        Mode = _podsAlone ? null : parsed.GetValue(_mode),
        Image = parsed.GetValue(_image),
        ImagePullPolicy = parsed.GetValue(_pullPolicy),
        IdleTimeout = parsed.GetValue(_idleTimeout),
        Keep = parsed.GetValue(_keep),
        Force = parsed.GetValue(_force),
        DryRun = _dryRun is not null && parsed.GetValue(_dryRun),
    };

    private static int? ParsePid(ArgumentResult result)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && pid > 0)
        {
            return pid;
        }

        result.AddError($"'{result.Tokens[0].Value}' is not a process id: a number of 1 or more.");
        return null;
    }

    private static int ParseParallel(ArgumentResult result)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var pods) && pods is > 0 and <= MostParallel)
        {
            return pods;
        }

        result.AddError($"'{result.Tokens[0].Value}' is not a number of pods: 1 to {MostParallel}.");
        return DebugTarget.DefaultParallel;
    }

    private static string? ParsePullPolicy(ArgumentResult result)
    {
        if (result.Tokens[0].Value is var policy and ("Always" or "IfNotPresent" or "Never"))
        {
            return policy;
        }

        result.AddError($"'{result.Tokens[0].Value}' is not a pull policy: Always, IfNotPresent or Never.");
        return null;
    }

    private void CheckLocal(CommandResult result, string target)
    {
        if (new DebugTarget { Name = target }.LocalPid is null)
        {
            result.AddError($"'{target}' is not local/PID, with the number of a process on this machine.");
        }

        Option[] ofPods = [_selector, _container, _pid, _any, _all, _parallel, _mode, _image, _pullPolicy, _idleTimeout, _keep];
        if (ofPods.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } option)
        {
            result.AddError($"{option.Name} is about pods, and {target} is a process on this machine.");
        }
    }

    private void Check(CommandResult result)
    {
        switch (result.GetValue(_target), result.GetValue(_selector))
        {
            case (null, null) when _wholeNamespace && result.GetValue(_all):
                break;
            case (null, null):
                result.AddError("Name a TARGET (POD, deploy/NAME, ...) or a selector (-l)"
                    + (_wholeNamespace ? ", or take every pod of the namespace with --all: each gets a debug container." : "."));
                break;
            case (not null, not null):
                result.AddError("A TARGET and a selector (-l) exclude each other.");
                break;
            case ({ } target, _) when DebugTarget.IsLocalName(target) && _podsAlone:
                result.AddError($"{target} is a process on this machine, and '{result.Command.Name}' is about pods; 'ps {target}' says whether it can be attached to.");
                break;
            case ({ } target, _) when DebugTarget.IsLocalName(target):
                CheckLocal(result, target);
                break;
            case ({ } target, _) when TargetName.TryParse(target, out var error) is null:
                result.AddError(error!);
                break;
            case (_, { } selector) when string.IsNullOrWhiteSpace(selector):
                result.AddError("An empty selector (-l) would match every pod; name a label.");
                break;
        }

        if (_severalPods && result.GetValue(_all) && result.GetValue(_any))
        {
            result.AddError("--all and --any exclude each other.");
        }

        if (_severalPods && result.GetValue(_all) && OpenOption.IsGiven(result) && result.Command is not ThreadsCommand)
        {
            result.AddError("--open opens one result, and --all brings one of every pod.");
        }

        if (_severalPods && result.GetValue(_all) && result.GetValue(_pid) is not null)
        {
            result.AddError("--pid names one JVM and --all means every one.");
        }

        if (result.GetValue(_image) is { } image && (image.Length == 0 || image.Any(char.IsWhiteSpace)))
        {
            result.AddError("--image is an image name without blanks.");
        }

        if (result.GetValue(_container) is { Length: 0 })
        {
            result.AddError("--container is the name of a container.");
        }
    }
}
