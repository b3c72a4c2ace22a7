using System.Globalization;
using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Api.Tables;

/// <summary>The columns of <c>kubectl get pods</c>; Status is the most telling of phase, reason and container states.</summary>
internal static class PodColumns
{
    public static IReadOnlyList<TableColumn> BeforeAge { get; } =
    [
        TableColumn.Of("Ready", v => $"{Statuses(v).Count(s => s.Flag("ready") == true)}/{v.Objects("spec", "containers").Count}"),
        TableColumn.Of("Status", Status),
        TableColumn.Of("Restarts", v => Statuses(v).Sum(s => s.Number("restartCount") ?? 0).ToString(CultureInfo.InvariantCulture)),
    ];

    public static IReadOnlyList<TableColumn> AfterAge { get; } =
    [
        TableColumn.Of("IP", v => v.Text("status", "podIP") ?? "<none>", priority: 1),
        TableColumn.Of("Node", v => v.Text("spec", "nodeName") ?? "<none>", priority: 1),
        TableColumn.Of("Nominated Node", v => v.Text("status", "nominatedNodeName") ?? "<none>", priority: 1),
        TableColumn.Of("Readiness Gates", _ => "<none>", priority: 1),
    ];

    private static IReadOnlyList<JsonObject> Statuses(JsonObject pod) => pod.Objects("status", "containerStatuses");

    private static string Status(JsonObject pod)
    {
        if (pod.IsTerminating())
        {
            return "Terminating";
        }

        var init = pod.Objects("status", "initContainerStatuses").FirstOrDefault(s => s.Number("state", "terminated", "exitCode") != 0);
        if (init is not null && pod.Text("status", "phase") == "Pending")
        {
            return $"Init:{Reason(init) ?? "0/1"}";
        }

        return Statuses(pod).Select(Reason).OfType<string>().LastOrDefault() ?? pod.Text("status", "reason") ?? pod.Text("status", "phase") ?? "Unknown";
    }

    private static string? Reason(JsonObject status) =>
        status.Text("state", "waiting", "reason")
        ?? status.Text("state", "terminated", "reason")
        ?? (status.Number("state", "terminated", "exitCode") is { } code ? $"ExitCode:{code}" : null);
}
