using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Api.Admission;

/// <summary>One mode of a namespace's Pod Security labels: <c>pod-security.kubernetes.io/MODE[-version]</c>.</summary>
internal sealed record PodSecurityLevel(string Level, string Version)
{
    private const string Prefix = "pod-security.kubernetes.io/";

    public static PodSecurityLevel Of(JsonObject ns, string mode) =>
        new(ns.Label(Prefix + mode) ?? "privileged", ns.Label($"{Prefix}{mode}-version") ?? "latest");

    public override string ToString() => $"{Level}:{Version}";
}
