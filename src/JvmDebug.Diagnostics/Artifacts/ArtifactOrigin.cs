using JvmDebug.Kubernetes;

namespace JvmDebug.Diagnostics.Artifacts;

/// <summary>Where, when and by which command something was taken from a JVM.</summary>
/// <param name="Command">The words after <c>jvmdebug</c>.</param>
/// <param name="By">USER@MACHINE.</param>
public sealed record ArtifactOrigin(ContainerRef Container, JvmProcess Jvm, string Command, DateTimeOffset Time, string By)
{
    /// <summary>Null of a JVM on this machine.</summary>
    public string? Node { get; init; }

    public string? Image { get; init; }

    public string? ImageDigest { get; init; }

    internal static ArtifactOrigin Of(DebugSession session, JvmProcess jvm, string command)
    {
        var status = (session.TargetPod?.Status?.ContainerStatuses ?? [])
            .Concat(session.TargetPod?.Status?.InitContainerStatuses ?? [])
            .FirstOrDefault(container => container.Name == session.Target.Container);
        return new ArtifactOrigin(session.Target, jvm, command, DateTimeOffset.UtcNow, $"{Environment.UserName}@{Environment.MachineName}")
        {
            Node = session.TargetPod?.Spec?.NodeName,
            Image = status?.Image,
            ImageDigest = status?.ImageID is { Length: > 0 } digest ? digest : null,
        };
    }
}
