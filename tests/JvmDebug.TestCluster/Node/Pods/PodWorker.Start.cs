using Grpc.Core;
using JvmDebug.TestCluster.Cri;

namespace JvmDebug.TestCluster.Node.Pods;

/// <summary>Starting one container: image, checks, create, start (pkg/kubelet/kuberuntime, startContainer).</summary>
internal sealed partial class PodWorker
{
    private static readonly string[] _imageReasons = ["InvalidImageName", "ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull"];

    private async Task TryStartAsync(ContainerSlot slot, CancellationToken cancellationToken)
    {
        if (DateTimeOffset.UtcNow < slot.NextTry)
        {
            return;
        }

        try
        {
            await StartAsync(slot, cancellationToken);
            slot.Waiting = null;
        }
        catch (ContainerStartException e)
        {
            var message = ContainerStatuses.StripCode(e.Message);
            slot.Waiting = (e.Reason, message);
            slot.NextTry = slot.Runtime is null ? DateTimeOffset.UtcNow + _services.Options.RetryPeriod
                : slot.Kind == ContainerKind.Ephemeral ? DateTimeOffset.MaxValue : DateTimeOffset.MinValue;
            _services.Events.Warning(_pod, slot.FieldPath, "Failed", "Error: " + (_imageReasons.Contains(e.Reason) ? e.Reason : message));
        }

        PublishStatus();
    }

    private async Task StartAsync(ContainerSlot slot, CancellationToken cancellationToken)
    {
        var image = await _services.Images.EnsureAsync(_pod, slot.Spec, slot.FieldPath, _sandboxConfig!, cancellationToken);
        if (SecurityContexts.NonRootViolation(_pod, slot.Spec, image) is { } violation)
        {
            throw new ContainerStartException("CreateContainerConfigError", violation);
        }

        var environment = _services.Environment.Build(_pod, slot.Spec);
        var mounts = await _services.Files.MountsAsync(_pod, _podIp!, slot.Spec, slot.RestartCount, _volumes.Directories, cancellationToken);
        var config = ContainerConfigs.Build(_pod, slot.Spec, image, slot.RestartCount, TargetId(slot), environment, mounts);
        var id = await CreateAsync(config, cancellationToken);
        _services.Events.Normal(_pod, slot.FieldPath, "Created", "Container created");
        try
        {
            await _services.Cri.Runtime.StartContainerAsync(new StartContainerRequest { ContainerId = id }, cancellationToken: cancellationToken);
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            await RefreshAsync(slot, id, cancellationToken);
            slot.LastTerminated = ContainerStatuses.Terminated(slot.Runtime!, terminationMessage: null);
            throw new ContainerStartException("RunContainerError", e.Status.Detail);
        }

        _services.Events.Normal(_pod, slot.FieldPath, "Started", "Container started");
        await RefreshAsync(slot, id, cancellationToken);
    }

    private async Task<string> CreateAsync(ContainerConfig config, CancellationToken cancellationToken)
    {
        try
        {
            var created = await _services.Cri.Runtime.CreateContainerAsync(
                new CreateContainerRequest { PodSandboxId = _sandboxId, Config = config, SandboxConfig = _sandboxConfig }, cancellationToken: cancellationToken);
            return created.ContainerId;
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ContainerStartException("CreateContainerError", e.Status.Detail);
        }
    }

    private string? TargetId(ContainerSlot slot)
    {
        if (slot.Spec.Text("targetContainerName") is not { Length: > 0 } target)
        {
            return null;
        }

        return _slots.Find(s => s.Name == target)?.Runtime?.Id
            ?? throw new ContainerStartException("CreateContainerConfigError", $"unable to find target container {target}");
    }
}
