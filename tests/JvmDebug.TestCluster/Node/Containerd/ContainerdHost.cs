using System.Diagnostics;
using System.Net;
using Grpc.Core;
using JvmDebug.TestCluster.Cri;

namespace JvmDebug.TestCluster.Node.Containerd;

/// <summary>A private containerd with its pod network: brought up from nothing, and gone without a trace when disposed.</summary>
internal sealed class ContainerdHost : IAsyncDisposable
{
    private static readonly TimeSpan _startPatience = TimeSpan.FromSeconds(30);
    private readonly Leftovers _leftovers;
    private readonly PodNetwork _network;
    private ContainerdProcess? _process;
    private CriClient? _cri;

    private ContainerdHost(NodePaths paths)
    {
        Paths = paths;
        _leftovers = new Leftovers(paths);
        _network = new PodNetwork(paths);
    }

    public NodePaths Paths { get; }

    public CriClient Cri => _cri ?? throw new InvalidOperationException("containerd was not started");

    public string SnapshotterName { get; private set; } = "overlayfs";

    /// <summary>The node's address on the pods' bridge.</summary>
    public IPAddress Gateway => _network.Gateway;

    /// <exception cref="NodeException">Not root, a package is missing, or containerd did not come up.</exception>
    public static async Task<ContainerdHost> StartAsync(NodePaths paths, string sandboxImage, CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            throw new NodeException("the test cluster runs real containers and must be started as root");
        }

        var host = new ContainerdHost(paths);
        try
        {
            await host.StartAsync(sandboxImage, cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops what runs in <paramref name="directory"/>'s cluster, if anything does, and removes all of it but the image cache.</summary>
    public static Task CleanUpAsync(string directory, CancellationToken cancellationToken) =>
        new Leftovers(new NodePaths(directory)).RemoveAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_cri is not null)
        {
            await RemoveSandboxesAsync();
            _cri.Dispose();
        }

        if (_process is not null)
        {
            await _process.StopAsync(TimeSpan.FromSeconds(10));
        }

        await _leftovers.RemoveAsync(CancellationToken.None);
    }

    private async Task StartAsync(string sandboxImage, CancellationToken cancellationToken)
    {
        await _leftovers.RemoveAsync(cancellationToken);
        foreach (var directory in new[] { Paths.ContainerdRoot, Paths.RegistryHosts, Paths.RunDirectory, Paths.Pods, Paths.PodLogs })
        {
            Directory.CreateDirectory(directory);
        }

        File.SetUnixFileMode(Paths.RunDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        SnapshotterName = await Snapshotter.ChooseAsync(Paths.ContainerdRoot, cancellationToken);
        var config = ContainerdConfig.Render(Paths, sandboxImage, SnapshotterName, CniPlugins());
        await File.WriteAllTextAsync(Paths.ContainerdConfig, config, cancellationToken);
        var everyRegistry = Directory.CreateDirectory(Path.Combine(Paths.RegistryHosts, "_default")).FullName;
        await File.WriteAllTextAsync(Path.Combine(everyRegistry, "hosts.toml"), ContainerdConfig.ClosedRegistry, cancellationToken);
        await _network.CreateAsync(cancellationToken);

        File.Delete(Paths.ContainerdLog);
        _process = ContainerdProcess.Start(Paths);
        _cri = new CriClient(Paths.Socket);
        await WaitUntilReadyAsync(cancellationToken);

        // After a crash the image cache still knows the containers of that run.
        await RemoveSandboxesAsync();
    }

    // Debian puts the plugins where the FHS wants them, everybody else in /opt.
    private static string CniPlugins() =>
        new[] { "/usr/lib/cni", "/opt/cni/bin" }.FirstOrDefault(d => File.Exists(Path.Combine(d, "bridge")))
        ?? throw new NodeException("the CNI plugins are not installed; the test cluster needs the package containernetworking-plugins");

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        var waited = Stopwatch.StartNew();
        var said = "no answer";
        while (waited.Elapsed < _startPatience && _process is { HasExited: false })
        {
            try
            {
                var status = await Cri.Runtime.StatusAsync(new StatusRequest(), cancellationToken: cancellationToken);
                var missing = status.Status.Conditions.Where(c => !c.Status).ToList();
                if (missing.Count == 0)
                {
                    return;
                }

                said = string.Join("; ", missing.Select(c => $"{c.Type}: {c.Message}"));
            }
            catch (RpcException e)
            {
                said = e.Status.Detail;
            }

            await Task.Delay(50, cancellationToken);
        }

        var log = File.Exists(Paths.ContainerdLog) ? string.Join('\n', (await File.ReadAllLinesAsync(Paths.ContainerdLog, cancellationToken)).TakeLast(5)) : "";
        throw new NodeException($"containerd did not come up ({said}); the end of {Paths.ContainerdLog}:\n{log}");
    }

    private async Task RemoveSandboxesAsync()
    {
        try
        {
            var sandboxes = await Cri.Runtime.ListPodSandboxAsync(new ListPodSandboxRequest());
            await Task.WhenAll(sandboxes.Items.Select(s => RemoveSandboxAsync(s.Id)));
        }
        catch (RpcException)
        {
            // containerd is gone or stuck: what it can no longer remove, the clean-up by name does.
        }
    }

    private async Task RemoveSandboxAsync(string id)
    {
        await Cri.Runtime.StopPodSandboxAsync(new StopPodSandboxRequest { PodSandboxId = id });
        await Cri.Runtime.RemovePodSandboxAsync(new RemovePodSandboxRequest { PodSandboxId = id });
    }
}
