using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Store;

namespace JvmDebug.TestCluster.Node.Pods;

/// <summary>One version of a pod as the API server stores it.</summary>
internal sealed class Pod(JsonObject json)
{
    public JsonObject Json { get; } = json;

    public string Name => Json.Text("metadata", "name") ?? "";

    public string Namespace => Json.Text("metadata", "namespace") ?? "";

    public string Uid => Json.Text("metadata", "uid") ?? "";

    public ObjectKey Key => new("pods", Namespace, Name);

    public JsonNode? Spec => Json["spec"];

    public string RestartPolicy => Spec.Text("restartPolicy") ?? "Always";

    public bool IsBeingDeleted => Json.Text("metadata", "deletionTimestamp") is not null;

    public bool IsFinished => Json.Text("status", "phase") is "Succeeded" or "Failed";

    public TimeSpan GracePeriod => TimeSpan.FromSeconds(
        Json.Number("metadata", "deletionGracePeriodSeconds") ?? Spec.Number("terminationGracePeriodSeconds") ?? 30);

    public string Hostname => Spec.Text("hostname") ?? (Name.Length > 63 ? Name[..63].TrimEnd('-', '.') : Name);

    /// <summary>False with the annotation <c>testcluster/old-runtime</c>: as with a container runtime that does not know status.user yet.</summary>
    public bool RuntimeTellsUser => Json.Text("metadata", "annotations", "testcluster/old-runtime") is null;

    /// <summary>How the kubelet writes a pod in its messages.</summary>
    public string Described => $"{Name}_{Namespace}({Uid})";

    public IEnumerable<(ContainerKind Kind, JsonObject Spec)> Containers =>
        Spec.Objects("initContainers").Select(c => (ContainerKind.Init, c))
            .Concat(Spec.Objects("containers").Select(c => (ContainerKind.App, c)))
            .Concat(Spec.Objects("ephemeralContainers").Select(c => (ContainerKind.Ephemeral, c)));
}

internal enum ContainerKind
{
    Init,
    App,
    Ephemeral,
}
