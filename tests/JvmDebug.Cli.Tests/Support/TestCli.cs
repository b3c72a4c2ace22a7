using JvmDebug.Cli.Commands;
using JvmDebug.Diagnostics;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Diagnostics.Doctor;
using JvmDebug.Diagnostics.Histograms;
using JvmDebug.Diagnostics.Schedules;
using JvmDebug.Diagnostics.Sessions;

namespace JvmDebug.Cli.Tests.Support;

/// <summary>The whole program in this process, with handlers that only remember what they were asked for.</summary>
internal sealed class TestCli : IDisposable
{
    private readonly StringWriter _stdout = new();
    private readonly StringWriter _stderr = new();
    private readonly Termination _termination = new();

    public string ProgramName { get; init; } = "jvmdebug";

    /// <summary>What the handler of a command does; succeeds if not set.</summary>
    public Func<CancellationToken, Task<ExitCode>> Work { get; init; } = _ => Task.FromResult(ExitCode.Ok);

    /// <summary>What completion finds: names by kind of target, <c>namespaces</c>, <c>contexts</c>, and containers by target.</summary>
    public IReadOnlyDictionary<string, string[]> Names { get; init; } = new Dictionary<string, string[]>();

    public GlobalSettings? Settings { get; private set; }

    /// <summary>What the command wanted; null if none ran.</summary>
    public object? Request { get; private set; }

    public Termination Termination => _termination;

    public static async Task<CliRun> OfAsync(params string[] args)
    {
        using var cli = new TestCli();
        return await cli.RunAsync(args);
    }

    /// <summary>The request a command line makes; fails if it makes none.</summary>
    public static Task<T> RequestAsync<T>(string commandLine) => RequestAsync<T>(commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    public static async Task<T> RequestAsync<T>(string[] words)
    {
        using var cli = new TestCli();
        var run = await cli.RunAsync(words);
        return cli.Request is T request ? request : throw new InvalidOperationException($"'{string.Join(' ', words)}' made no {typeof(T).Name}: {run}");
    }

    public async Task<CliRun> RunAsync(params string[] args)
    {
        var exitCode = await Application.RunAsync(args, new AppConsole(_stdout, _stderr, ProgramName), Handlers(), _termination);
        return new CliRun(exitCode, _stdout.ToString(), _stderr.ToString(), Request is not null);
    }

    public void Dispose()
    {
        _termination.Dispose();
        _stdout.Dispose();
        _stderr.Dispose();
    }

    private CommandHandlers Handlers() => new()
    {
        Ps = Remember<DebugTarget>(),
        Jcmd = Remember<JcmdRequest>(),
        JfrCapture = Remember<JfrCaptureRequest>(),
        JfrControl = new JfrControlHandlers { Start = Remember<JfrStartRequest>(), Check = Remember<DebugTarget>(), Bring = Remember<JfrBringRequest>() },
        JfrSummary = Remember<JfrSummaryRequest>(),
        Session = new SessionHandlers(Remember<SessionRequest>(), Remember<SessionRequest>()),
        Doctor = Remember<DoctorRequest>(),
        Rbac = Remember<RbacRequest>(),
        Heap = new HeapHandlers { Dump = Remember<HeapDumpRequest>(), Histogram = Remember<HeapHistogramRequest>() },
        JfrQuery = new JfrQueryHandlers(Remember<JfrViewRequest>(), Remember<JfrEventsRequest>(), Remember<JfrMetadataRequest>()),
        Schedule = new ScheduleHandlers
        {
            Create = Remember<ScheduleCreateRequest>(),
            List = Remember<ScheduleListRequest>(),
            Run = Remember<ScheduleNameRequest>(),
            Fetch = Remember<ScheduleFetchRequest>(),
            Delete = Remember<ScheduleNameRequest>(),
            Work = Remember<ScheduledWork>(),
        },
        JfrStacks = new JfrStackHandlers { Flamegraph = Remember<JfrFlamegraphRequest>(), Export = Remember<JfrExportRequest>(), Report = Remember<JfrReportRequest>(), Diff = Remember<JfrDiffRequest>() },
        Threads = new ThreadsHandlers { Capture = Remember<ThreadsRequest>(), Analyze = Remember<ThreadsAnalyzeRequest>() },
        Completion = new CompletionHandlers
        {
            Targets = (settings, kind, _) => Find(settings, kind.ToString()),
            Namespaces = (settings, _) => Find(settings, "namespaces"),
            Containers = (settings, target, _) => Find(settings, target.Name ?? "-l " + target.Selector),
            Contexts = (settings, _) => Find(settings, "contexts"),
        },
    };

    private Task<IReadOnlyList<string>> Find(GlobalSettings settings, string what)
    {
        Settings = settings;
        return Task.FromResult<IReadOnlyList<string>>(Names.GetValueOrDefault(what, []));
    }

    private Handler<T> Remember<T>() => (settings, request, cancellationToken) =>
    {
        (Settings, Request) = (settings, request);
        return Work(cancellationToken);
    };
}

/// <param name="Ran">Whether a handler was reached, that is, whether anything would have been contacted.</param>
internal sealed record CliRun(int ExitCode, string Stdout, string Stderr, bool Ran);
