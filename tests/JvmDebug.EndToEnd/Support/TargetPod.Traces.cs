using System.Diagnostics;
using Xunit;

namespace JvmDebug.EndToEnd.Support;

internal sealed partial class TargetPod
{
    // What is undone by the pod itself is undone every two seconds.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    private readonly List<string> _ownRecordings = [];
    private Observer? _observer;
    private IReadOnlyList<string> _files = [];
    private string _log = "";
    private bool _printsThreads;

    /// <summary>Names recordings that are the application's or the test's own and still run at the end.</summary>
    public void Keeps(params string[] recordings) => _ownRecordings.AddRange(recordings);

    /// <summary>The test has it print thread dumps into its log, where they stay.</summary>
    public void PrintsThreads() => _printsThreads = true;

    /// <summary>Takes down how the target is before anything of ours comes near it.</summary>
    public async Task ObserveAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        _observer = await Observer.PlaceAsync(cluster, await GetAsync(), cancellationToken);
        _files = await _observer.FilesAsync(cancellationToken);
        _log = await LogAsync();
    }

    /// <summary>Asserts in the middle of a test what its end asserts anyway: the target is as it was before.</summary>
    public async Task AssertUntouchedAsync() =>
        Assert.Equal([], await TracesAsync(TestContext.Current.CancellationToken));

    /// <summary>The recordings of its JVMs, our own too.</summary>
    public Task<IReadOnlyList<string>> RecordingsAsync() => _observer!.RecordingsAsync(TestContext.Current.CancellationToken);

    /// <summary>How the target differs from what it was: files, log, recordings, restarts. Empty: as before.</summary>
    public async Task<IReadOnlyList<string>> TracesAsync(CancellationToken cancellationToken)
    {
        if (_observer is null || await FindAsync(cancellationToken) is not { } pod)
        {
            return [];
        }

        if (pod.Status.Phase != "Running" || pod.Status.ContainerStatuses.Any(status => status.RestartCount > 0 || status.State?.Running is null))
        {
            return [$"{Name} does not run as before: {pod.Status.Phase}, {string.Join(", ", pod.Status.ContainerStatuses.Select(status => $"{status.Name} restarted {status.RestartCount} times"))}"];
        }

        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(500, cancellationToken))
        {
            var traces = await LookAsync(_observer, cancellationToken);
            if (traces.Count == 0 || clock.Elapsed > Settling)
            {
                return traces;
            }
        }
    }

    private async Task<IReadOnlyList<string>> LookAsync(Observer observer, CancellationToken cancellationToken)
    {
        var recordings = await observer.RecordingsAsync(cancellationToken);
        var files = await observer.FilesAsync(cancellationToken);
        var log = await LogAsync();
        var foreign = recordings.Except(_ownRecordings).ToList();
        // While an own recording runs, the JVM's repository holds its chunks.
        var came = files.Except(_files).Where(file => recordings.Count == foreign.Count || !file.EndsWith(".jfr", StringComparison.Ordinal) || file.Contains("jvmdebug", StringComparison.Ordinal));
        return
        [
            .. foreign.Select(name => $"{Name} has a recording '{name}'"),
            .. came.Select(file => $"{Name} has a file that was not there: {file}"),
            .. _files.Except(files).Select(file => $"{Name} has lost a file: {file}"),
            .. (_printsThreads ? [] : LinesSince(log)).Select(line => $"{Name} wrote to its log: {line}"),
        ];
    }

    // A server writes a log of its own, and a second JVM says that it is ready after the first.
    private IEnumerable<string> LinesSince(string log)
    {
        var added = log.StartsWith(_log, StringComparison.Ordinal) ? log[_log.Length..] : log;
        var lines = added.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return readyLine == "busy: ready"
            ? lines.Where(line => line != readyLine)
            : lines.Where(line => line.Contains("Full thread dump", StringComparison.Ordinal) || line.Contains("jvmdebug", StringComparison.Ordinal));
    }
}
