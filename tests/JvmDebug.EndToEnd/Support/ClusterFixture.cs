using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using CliWrap;
using JvmDebug.EndToEnd.Support;
using JvmDebug.Kubernetes;
using k8s;
using Xunit;

[assembly: AssemblyFixture(typeof(ClusterFixture))]
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace JvmDebug.EndToEnd.Support;

/// <summary>
/// The cluster the tests run on: the test cluster, brought up here, or another one named by JVMDEBUG_E2E_KUBECONFIG.
/// </summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(3);

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly StringWriter _log = new();
    private Task? _running;
    private ClusterConnection? _admin;
    private LeastUser? _user;

    /// <summary>The cluster's own credentials, which may do anything.</summary>
    public string KubeConfig { get; private set; } = "";

    /// <summary>False on a cluster that is not ours, also where it happens to be a test cluster: nothing is asked of it that a foreign one could not do.</summary>
    public bool IsTestCluster { get; private set; }

    /// <summary>The namespaces of the test that runs; there is never more than one test.</summary>
    internal List<TestNamespace> Namespaces { get; } = [];

    /// <summary>What was found in their targets that was not there before.</summary>
    internal List<string> LeftBehind { get; } = [];

    internal ClusterConnection Admin => _admin!;

    internal LeastUser User => _user!;

    internal IKubernetes Api => _admin!.Client;

    public async ValueTask InitializeAsync()
    {
        var own = Environment.GetEnvironmentVariable("JVMDEBUG_E2E_KUBECONFIG");
        IsTestCluster = string.IsNullOrEmpty(own);
        KubeConfig = IsTestCluster ? await StartTestClusterAsync() : own!;
        _admin = ClusterConnection.Open(new ClusterOptions { KubeConfig = KubeConfig });
        _user = await LeastUser.CreateAsync(Api, KubeConfig);
    }

    /// <summary>Orders a failure of the test cluster (<c>{"podTokenSeconds":20}</c>).</summary>
    /// <returns>The time of its controllers.</returns>
    internal async Task<DateTime> OrderAsync(string fault)
    {
        using var content = new StringContent(fault, Encoding.UTF8, "application/json");
        using var answer = await Admin.Client.HttpClient.PostAsync(new Uri(Admin.Client.BaseUri, "testcluster/faults"), content, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return json.RootElement.GetProperty("now").GetDateTime();
    }

    /// <summary>Restarts the API server, which is away for so long, and returns when it is gone.</summary>
    internal async Task RestartApiServerAsync(TimeSpan away)
    {
        await OrderAsync(FormattableString.Invariant($$"""{"restartSeconds":{{away.TotalSeconds}}}"""));
        while (await AnswersAsync())
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>What time it is for whoever makes a schedule come due.</summary>
    internal async Task<DateTime> NowAsync() => IsTestCluster ? await OrderAsync("{}") : DateTime.UtcNow;

    /// <summary>The test cluster's controllers skip the time up to the next <paramref name="minute"/> of an hour; a foreign one has to be waited for.</summary>
    internal async Task SkipToMinuteAsync(int minute)
    {
        if (!IsTestCluster)
        {
            return;
        }

        var now = await NowAsync();
        if (now.Minute == minute)
        {
            // The controllers are about to see it.
            return;
        }

        var next = new DateTime(now.Year, now.Month, now.Day, now.Hour, minute, 1, DateTimeKind.Utc);
        var seconds = (long)Math.Ceiling(((next > now ? next : next.AddHours(1)) - now).TotalSeconds);
        await OrderAsync($$"""{"moveClockSeconds":{{seconds.ToString(CultureInfo.InvariantCulture)}}}""");
    }

    public async ValueTask DisposeAsync()
    {
        if (_user is not null)
        {
            await _user.DisposeAsync();
        }

        _admin?.Dispose();
        if (_running is not null)
        {
            await _stop.CancelAsync();
            await _running.WaitAsync(TimeSpan.FromMinutes(1));
        }

        _stop.Dispose();
        await _log.DisposeAsync();
    }

    private async Task<bool> AnswersAsync()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(Admin.Client.BaseUri.Host, Admin.Client.BaseUri.Port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task<string> StartTestClusterAsync()
    {
        var directory = Repository.Artifact("testcluster-e2e");
        var kubeconfig = Path.Combine(directory, "kubeconfig");
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var program = Path.Combine(Repository.Root, "tests", "JvmDebug.TestCluster", "bin", "Debug", "net10.0", "testcluster");
        var command = Cli.Wrap(program)
            .WithArguments(["up", "--directory", directory, "--images", Repository.Artifact("images"), "--kubeconfig", kubeconfig])
            .WithStandardOutputPipe(PipeTarget.ToDelegate(line =>
            {
                Log(line);
                if (line.StartsWith("ready", StringComparison.Ordinal))
                {
                    ready.TrySetResult();
                }
            }))
            .WithStandardErrorPipe(PipeTarget.ToDelegate(Log))
            .WithValidation(CommandResultValidation.None);
        // Graceful: the cluster cleans up after itself on an interrupt.
        _running = Finished(command.ExecuteAsync(CancellationToken.None, _stop.Token));
        if (await Task.WhenAny(ready.Task, _running, Task.Delay(StartTimeout)) != ready.Task)
        {
            throw new InvalidOperationException("The test cluster did not start:\n" + _log);
        }

        return kubeconfig;
    }

    private static async Task Finished(Task running)
    {
        try
        {
            await running;
        }
        catch (OperationCanceledException)
        {
            // Stopped by us.
        }
    }

    private void Log(string line)
    {
        lock (_lock)
        {
            _log.WriteLine(line);
        }
    }
}
