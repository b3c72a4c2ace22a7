using System.Diagnostics;
using System.Globalization;
using System.Text;
using CliWrap;
using Xunit;

namespace JvmDebug.EndToEnd.Support;

/// <summary>The published native binary, as a user runs it who has the Role that it prints.</summary>
internal sealed class JvmDebugBinary(ClusterFixture cluster, string workingDirectory)
{
    /// <summary>Where it finds its configuration; this user's own if not set.</summary>
    public string? Home { get; init; }

    public static string Path { get; } = Environment.GetEnvironmentVariable("JVMDEBUG_E2E_BINARY") is { Length: > 0 } other ? other : Repository.Artifact("bin", "jvmdebug");

    /// <summary>Variables beside those of the tests themselves.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    public async Task<Run> RunAsync(params string[] arguments)
    {
        using var running = Start(arguments);
        return await running.WaitAsync();
    }

    public RunningJvmDebug Start(params string[] arguments)
    {
        Assert.True(File.Exists(Path), $"{Path} is missing; 'make publish' builds it.");
        var start = new ProcessStartInfo(Path)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["KUBECONFIG"] = cluster.User.KubeConfig;
        if (Home is not null)
        {
            start.Environment["HOME"] = Home;
        }

        foreach (var (name, value) in Variables)
        {
            start.Environment[name] = value;
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return new RunningJvmDebug(Process.Start(start)!);
    }
}

internal sealed class RunningJvmDebug : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _stderr = new();
    private readonly StringBuilder _stdout = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public RunningJvmDebug(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Append(_stdout, line.Data);
        process.ErrorDataReceived += (_, line) => Append(_stderr, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Largest resident set seen, in bytes.</summary>
    public long PeakResidentSet { get; private set; }

    public async Task WaitForStderrAsync(string text)
    {
        while (!Text(_stderr).Contains(text, StringComparison.Ordinal))
        {
            AssertRuns($"the words '{text}'");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <param name="awaited">What has not come yet.</param>
    public void AssertRuns(string awaited) => Assert.False(_process.HasExited, $"jvmdebug ended before there was {awaited}:\n{Text(_stderr)}");

    /// <summary>SIGINT is what Ctrl+C sends.</summary>
    public Task SignalAsync(string signal) =>
        Cli.Wrap("kill").WithArguments(["-" + signal, _process.Id.ToString(CultureInfo.InvariantCulture)]).ExecuteAsync(TestContext.Current.CancellationToken);

    public async Task<Run> WaitAsync()
    {
        while (!_process.HasExited)
        {
            ReadPeak();
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Run(_process.ExitCode, Text(_stdout), Text(_stderr), _clock.Elapsed);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private void ReadPeak()
    {
        try
        {
            var line = File.ReadLines($"/proc/{_process.Id}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            if (line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var kib, ..])
            {
                PeakResidentSet = Math.Max(PeakResidentSet, 1024 * long.Parse(kib, CultureInfo.InvariantCulture));
            }
        }
        catch (IOException)
        {
            // Ended between the question and the answer.
        }
    }

    private static void Append(StringBuilder to, string? line)
    {
        lock (to)
        {
            if (line is not null)
            {
                to.AppendLine(line);
            }
        }
    }

    private static string Text(StringBuilder from)
    {
        lock (from)
        {
            return from.ToString();
        }
    }
}

internal sealed record Run(int ExitCode, string Stdout, string Stderr, TimeSpan Time)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"exit {ExitCode} after {Time.TotalSeconds:0.0} s\n--- stdout\n{Stdout}\n--- stderr\n{Stderr}");
}
