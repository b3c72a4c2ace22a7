using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Api.Tables;

/// <summary>meta.k8s.io/v1 Tables, which kubectl get asks for and prints.</summary>
internal static class TableBuilder
{
    private static readonly TableColumn _name = new("Name", "string", "name", "Name must be unique within a namespace.", 0, v => v.Name());

    private static readonly TableColumn _age = new(
        "Age", "string", "", "CreationTimestamp is a timestamp representing the server time when this object was created.", 0,
        v => HumanDuration.Since(v.Text("metadata", "creationTimestamp")));

    private static readonly Dictionary<ResourceType, TableColumn[]> _columns = new()
    {
        [ResourceCatalog.Pods] = [_name, .. PodColumns.BeforeAge, _age, .. PodColumns.AfterAge],
        [ResourceCatalog.Namespaces] = [_name, TableColumn.Of("Status", v => v.Text("status", "phase") ?? ""), _age],
        [ResourceCatalog.Deployments] =
        [
            _name,
            TableColumn.Of("Ready", v => $"{v.Number("status", "readyReplicas") ?? 0}/{v.Number("spec", "replicas") ?? 0}"),
            TableColumn.Of("Up-to-date", v => v.Number("status", "updatedReplicas") ?? 0),
            TableColumn.Of("Available", v => v.Number("status", "availableReplicas") ?? 0),
            _age,
        ],
        [ResourceCatalog.ReplicaSets] =
        [
            _name,
            TableColumn.Of("Desired", v => v.Number("spec", "replicas") ?? 0),
            TableColumn.Of("Current", v => v.Number("status", "replicas") ?? 0),
            TableColumn.Of("Ready", v => v.Number("status", "readyReplicas") ?? 0),
            _age,
        ],
        [ResourceCatalog.StatefulSets] =
            [_name, TableColumn.Of("Ready", v => $"{v.Number("status", "readyReplicas") ?? 0}/{v.Number("spec", "replicas") ?? 0}"), _age],
        [ResourceCatalog.Jobs] =
            [_name, TableColumn.Of("Completions", v => $"{v.Number("status", "succeeded") ?? 0}/{v.Number("spec", "completions") ?? 1}"), _age],
        [ResourceCatalog.CronJobs] =
        [
            _name,
            TableColumn.Of("Schedule", v => v.Text("spec", "schedule") ?? ""),
            TableColumn.Of("Suspend", v => v.Flag("spec", "suspend") == true ? "True" : "False"),
            _age,
        ],
        [ResourceCatalog.Events] =
        [
            TableColumn.Of("Last Seen", v => HumanDuration.Since(v.Text("lastTimestamp") ?? v.Text("metadata", "creationTimestamp"))),
            TableColumn.Of("Type", v => v.Text("type") ?? ""),
            TableColumn.Of("Reason", v => v.Text("reason") ?? ""),
            TableColumn.Of("Object", v => $"{v.Text("involvedObject", "kind")?.ToLowerInvariant()}/{v.Text("involvedObject", "name")}"),
            TableColumn.Of("Message", v => v.Text("message") ?? ""),
            _name with { Priority = 1 },
        ],
    };

    public static bool IsAsked(HttpRequest request) =>
        request.Headers.Accept.ToString().Split(',')[0] is var first
        && first.Contains("as=Table", StringComparison.Ordinal) && first.Contains("g=meta.k8s.io", StringComparison.Ordinal);

    /// <summary>A table of some objects; rows of a watch come without the column definitions after the first.</summary>
    public static JsonObject Build(ResourceType type, IEnumerable<JsonObject> values, JsonObject listMetadata, string include, bool columns)
    {
        var definitions = _columns.GetValueOrDefault(type) ?? [_name, _age];
        var table = new JsonObject { ["kind"] = "Table", ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = listMetadata };
        table["columnDefinitions"] = columns ? new JsonArray([.. definitions.Select(c => c.Definition())]) : null;
        table["rows"] = new JsonArray([.. values.Select(value => Row(value, definitions, include))]);
        return table;
    }

    private static JsonObject Row(JsonObject value, TableColumn[] columns, string include)
    {
        var row = new JsonObject { ["cells"] = new JsonArray([.. columns.Select(c => JsonValue.Create(c.Cell(value)))]) };
        if (include != "None")
        {
            row["object"] = include == "Object"
                ? value.Clone()
                : new JsonObject { ["kind"] = "PartialObjectMetadata", ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = value["metadata"]!.DeepClone() };
        }

        return row;
    }
}
