using Grpc.Core;
using JvmDebug.TestCluster.Cri;
using JvmDebug.TestCluster.Node.Volumes;

namespace JvmDebug.TestCluster.Node.Pods;

/// <summary>What a pod's containers share: volumes, network, the sandbox.</summary>
internal sealed partial class PodWorker
{
    private PodSandboxConfig? _sandboxConfig;
    private PodVolumes _volumes = new(new Dictionary<string, string>(), DateTimeOffset.MaxValue);
    private string? _sandboxId;
    private bool _isSandboxReady;
    private string? _podIp;

    public string? SandboxId => _sandboxId;

    private async Task<bool> EnsureSandboxAsync(CancellationToken cancellationToken)
    {
        if (_sandboxId is not null)
        {
            return true;
        }

        try
        {
            _volumes = await _services.Volumes.SetUpAsync(_pod, cancellationToken);
            _sandboxConfig = SandboxConfigs.Build(_pod, _services.Paths, attempt: 0);
            Directory.CreateDirectory(_sandboxConfig.LogDirectory);
            var run = await _services.Cri.Runtime.RunPodSandboxAsync(new RunPodSandboxRequest { Config = _sandboxConfig }, cancellationToken: cancellationToken);
            var status = await _services.Cri.Runtime.PodSandboxStatusAsync(
                new PodSandboxStatusRequest { PodSandboxId = run.PodSandboxId }, cancellationToken: cancellationToken);
            _podIp = status.Status.Network?.Ip is { Length: > 0 } ip ? ip : "127.0.0.1";
            _sandboxId = run.PodSandboxId;
            _isSandboxReady = true;
            return true;
        }
        catch (VolumeException e)
        {
            _services.Events.Warning(_pod, null, "FailedMount", e.Message);
            return false;
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            _services.Events.Warning(_pod, null, "FailedCreatePodSandBox", $"Failed to create pod sandbox: {e.Status.Detail}");
            return false;
        }
    }

    private async Task RenewTokensAsync(CancellationToken cancellationToken)
    {
        if (_volumes.TokenRenewal <= DateTimeOffset.UtcNow)
        {
            _volumes = await _services.Volumes.RenewTokensAsync(_pod, _volumes, cancellationToken);
        }
    }

    private async Task StopSandboxAsync(CancellationToken cancellationToken)
    {
        if (_sandboxId is { } id)
        {
            await _services.Cri.Runtime.StopPodSandboxAsync(new StopPodSandboxRequest { PodSandboxId = id }, cancellationToken: cancellationToken);
            _isSandboxReady = false;
        }
    }

    private async Task RemoveSandboxAsync(CancellationToken cancellationToken)
    {
        if (_sandboxId is { } id)
        {
            await _services.Cri.Runtime.RemovePodSandboxAsync(new RemovePodSandboxRequest { PodSandboxId = id }, cancellationToken: cancellationToken);
            _sandboxId = null;
        }
    }
}
