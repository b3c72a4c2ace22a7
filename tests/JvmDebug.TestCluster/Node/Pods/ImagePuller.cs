using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Grpc.Core;
using JvmDebug.TestCluster.Cri;

namespace JvmDebug.TestCluster.Node.Pods;

/// <summary>Sees that a container's image is there, with the pull policies, events and back-off of pkg/kubelet/images.</summary>
internal sealed class ImagePuller(CriClient cri, EventRecorder events, NodeOptions options)
{
    private readonly ConcurrentDictionary<string, (BackOff BackOff, string Error)> _failures = new(StringComparer.Ordinal);

    /// <exception cref="ContainerStartException">The image is not there and will not come now.</exception>
    public async Task<Image> EnsureAsync(Pod pod, JsonObject container, string fieldPath, PodSandboxConfig sandbox, CancellationToken cancellationToken)
    {
        var name = container.Text("image") ?? "";
        var policy = container.Text("imagePullPolicy") ?? "IfNotPresent";
        if (ImageName.Problem(name) is { } problem)
        {
            events.Warning(pod, fieldPath, "InspectFailed", problem);
            throw new ContainerStartException("InvalidImageName", problem);
        }

        if (policy != "Always" && await FindAsync(name, cancellationToken) is { } local)
        {
            events.Normal(pod, fieldPath, "Pulled", $"Container image \"{name}\" already present on machine and can be accessed by the pod");
            return local;
        }

        if (policy == "Never")
        {
            var missing = $"Container image \"{name}\" is not present with pull policy of Never";
            events.Warning(pod, fieldPath, "ErrImageNeverPull", missing);
            throw new ContainerStartException("ErrImageNeverPull", missing);
        }

        var key = $"{pod.Uid}/{name}";
        if (_failures.TryGetValue(key, out var failure) && failure.BackOff.IsActive(DateTimeOffset.UtcNow))
        {
            events.Normal(pod, fieldPath, "BackOff", $"Back-off pulling image \"{name}\"");
            throw new ContainerStartException("ImagePullBackOff", $"Back-off pulling image \"{name}\": ErrImagePull: {failure.Error}");
        }

        try
        {
            return await PullAsync(pod, fieldPath, name, sandbox, cancellationToken);
        }
        catch (RpcException e)
        {
            // Longer than the time to the next look, so that ErrImagePull and ImagePullBackOff take turns as on a real node.
            var backOff = failure.BackOff ?? new BackOff(options.RetryPeriod * 1.5);
            backOff.Fail(DateTimeOffset.UtcNow);
            _failures[key] = (backOff, e.Status.Detail);
            events.Warning(pod, fieldPath, "Failed", $"Failed to pull image \"{name}\": {e.Status.Detail}");
            throw new ContainerStartException("ErrImagePull", e.Status.Detail);
        }
    }

    private async Task<Image> PullAsync(Pod pod, string fieldPath, string name, PodSandboxConfig sandbox, CancellationToken cancellationToken)
    {
        events.Normal(pod, fieldPath, "Pulling", $"Pulling image \"{name}\"");
        await cri.Images.PullImageAsync(
            new PullImageRequest { Image = new ImageSpec { Image = name }, SandboxConfig = sandbox }, cancellationToken: cancellationToken);
        events.Normal(pod, fieldPath, "Pulled", $"Successfully pulled image \"{name}\"");
        return await FindAsync(name, cancellationToken)
            ?? throw new ContainerStartException("ErrImagePull", $"image \"{name}\" was pulled but cannot be found");
    }

    private async Task<Image?> FindAsync(string name, CancellationToken cancellationToken) =>
        (await cri.Images.ImageStatusAsync(
            new ImageStatusRequest { Image = new ImageSpec { Image = name } }, cancellationToken: cancellationToken)).Image;
}
