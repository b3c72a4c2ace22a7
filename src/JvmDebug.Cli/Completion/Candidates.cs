using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using JvmDebug.Cli.Commands;
using JvmDebug.Cli.Commands.Jfr;
using JvmDebug.Cli.Commands.Threads;
using JvmDebug.Jfr.Stacks;
using JvmDebug.Kubernetes.Workloads;

namespace JvmDebug.Cli.Completion;

/// <summary>
/// Our half of completion. The answer is kubectl's plugin protocol: a candidate a line, perhaps with a tab and a
/// description, and a last line <c>:N</c>, where 2 means no blank after the word and 4 no file names.
/// </summary>
internal sealed class Candidates(CommandHandlers handlers, AppConsole console)
{
    /// <summary>The hidden command the scripts call.</summary>
    public const string CommandName = "__complete";

    private const int NoBlank = 2;
    private const int NoFiles = 4;

    private static readonly string[] TargetKinds = ["pod/", "deploy/", "sts/", "ds/", "rs/", "job/", "svc/"];

    // What is useful in a pod; 'jcmd TARGET -- help' has them all.
    private static readonly string[] DiagnosticCommands =
    [
        "Compiler.codecache", "GC.class_histogram", "GC.heap_info", "GC.run", "help", "JFR.check", "JFR.configure", "JFR.dump",
        "JFR.start", "JFR.stop", "Thread.dump_to_file", "Thread.print", "VM.classloader_stats", "VM.command_line", "VM.flags",
        "VM.info", "VM.log", "VM.metaspace", "VM.native_memory", "VM.system_properties", "VM.uptime", "VM.version",
    ];

    private static readonly Dictionary<string, string[]> Values = new()
    {
        ["--output-format"] = ["text", "json"],
        ["--image-pull-policy"] = ["Always", "IfNotPresent", "Never"],
        ["--mode"] = ["auto", "ephemeral", "exec", "copy"],
        ["--duration"] = ["30s", "60s", "5m", "15m", "1h"],
        ["--event"] = [StackOptions.All, .. StackEvent.Known.Select(known => known.Name)],
        ["--format"] = ["collapsed", "pprof", "speedscope", "otlp", "firefox"],
        ["--max-size"] = ["100M", "250M", "1G"],
    };

    /// <param name="words">Those after the program's name; the last one is under the cursor and may be empty.</param>
    public async Task<string> CompleteAsync(IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        var root = JvmDebugCommand.Create(handlers, console);
        var current = words.Count > 0 ? words[^1] : "";
        var before = words.Take(Math.Max(0, words.Count - 1)).ToList();
        var place = CompletionPlace.Find(root, before);
        return place switch
        {
            { AfterDashes: { } dashes } => Answer(dashes == 0 && place.Command is JcmdCommand ? Plain(DiagnosticCommands) : [], current, NoFiles),
            { Option: { } option } => await NamesForAsync(option, root, before[..^1], cancellationToken) is { } names
                ? Answer(Plain(names), current, NoFiles)
                : OfValue(place.Command, option, current),
            _ when current.StartsWith('-') => Answer(place.Options.SelectMany(Names), current, NoFiles),
            { Command.Subcommands.Count: > 0 } when place.Command is not DescribedCommand || current.Length > 0 && place.Command.Subcommands.Any(c => c.Name.StartsWith(current, StringComparison.Ordinal)) => Answer(place.Command.Subcommands.Where(c => !c.Hidden).Select(c => (c.Name, c.Description)), current, NoFiles),
            { Command: CompletionCommand, Positions: 0 } => Answer(Plain(CompletionScript.Shells), current, NoFiles),
            { Positions: 0 } when place.Command.Arguments.Any(argument => argument.Name is "TARGET" or "POD") => await TargetsAsync(root, before, current, place.Command.Arguments.Any(argument => argument.Name == "POD") ? [] : TargetKinds, cancellationToken),
            _ when place.Command.Arguments.Any(argument => argument.Name is "FILE" or RecordingArguments.FileOrSink) => Answer([], current, 0),
            _ => Answer([], current, NoFiles),
        };
    }

    private static IEnumerable<(string, string?)> Plain(IEnumerable<string> values) => values.Select(value => (value, (string?)null));

    // A one-letter alias is quicker typed than completed.
    private static IEnumerable<(string, string?)> Names(Option option) => [(option.Name, option.Description)];

    private static string OfValue(Command command, Option option, string current) => option switch
    {
        { Name: "--fail-on" } => Answer(Plain(FailOnOf(command)), current, NoFiles),
        { Name: "--settings" } when !current.Contains('/', StringComparison.Ordinal) => Answer(Plain(["default", "profile"]), current, 0),
        { HelpName: "AGE" } => Answer(Plain(["1h", "24h", "7d"]), current, NoFiles),
        _ when Values.TryGetValue(option.Name, out var values) => Answer(Plain(values), current, NoFiles),
        { HelpName: { } kind } when kind.Contains("FILE", StringComparison.Ordinal) => Answer([], current, 0),
        _ => Answer([], current, NoFiles),
    };

    private static string[] FailOnOf(Command command) => command switch
    {
        JfrSummaryCommand => ["warning", "error"],
        JfrDiffCommand => ["regression"],
        _ => [FailOn.Deadlock],
    };

    private static string Answer(IEnumerable<(string Value, string? Description)> candidates, string current, int directive)
    {
        var answer = new StringBuilder();
        foreach (var (value, description) in candidates.Where(candidate => candidate.Value.StartsWith(current, StringComparison.Ordinal)))
        {
            answer.Append(value).Append(description is null ? "" : "\t" + description).Append('\n');
        }

        return answer.Append(':').Append(directive).Append('\n').ToString();
    }

    private async Task<string> TargetsAsync(Command root, List<string> before, string current, string[] known, CancellationToken cancellationToken)
    {
        var prefix = current[..(current.IndexOf('/', StringComparison.Ordinal) + 1)];
        var kind = prefix.Length == 0 ? TargetKind.Pod : known.Length == 0 ? null : TargetName.TryParse(prefix + "any", out _)?.Kind;
        var names = kind is null ? [] : await AskAsync(root, before, settings => handlers.Completion.Targets(settings, kind.Value, cancellationToken));
        var targets = names.Select(name => prefix + name).Where(name => name.StartsWith(current, StringComparison.Ordinal)).ToList();
        if (prefix.Length > 0)
        {
            return Answer(Plain(targets), current, NoFiles);
        }

        return targets.Count > 0
            ? Answer(Plain(targets).Concat(current.Length > 0 ? Plain(known) : []), current, NoFiles)
            : Answer(Plain(known), current, NoFiles | NoBlank);
    }

    /// <summary>Null where the option takes no name that is known somewhere.</summary>
    private async Task<IReadOnlyList<string>?> NamesForAsync(Option option, Command root, List<string> before, CancellationToken cancellationToken) => option.Name switch
    {
        "--namespace" => await AskAsync(root, before, settings => handlers.Completion.Namespaces(settings, cancellationToken)),
        "--context" => await AskAsync(root, before, settings => handlers.Completion.Contexts(settings, cancellationToken)),
        "--container" when TargetIn(root.Parse(before)) is var target => target is (null, null)
            ? []
            : await AskAsync(root, before, settings => handlers.Completion.Containers(settings, target, cancellationToken)),
        _ => null,
    };

    private static (string? Name, string? Selector) TargetIn(ParseResult parsed) => (Word(parsed.GetResult("TARGET")), Word(parsed.GetResult("--selector")));

    private static string? Word(SymbolResult? result) => result is { Tokens: [var token, ..] } ? token.Value : null;

    // What was typed so far need not make sense; then there is no telling whom to ask.
    private static async Task<IReadOnlyList<string>> AskAsync(Command root, List<string> before, Func<GlobalSettings, Task<IReadOnlyList<string>>> ask)
    {
        GlobalSettings settings;
        try
        {
            settings = GlobalOptions.ToSettings(root.Parse(before));
        }
        catch (InvalidOperationException)
        {
            return [];
        }

        return await ask(settings);
    }
}
