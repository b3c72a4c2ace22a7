using System.Globalization;
using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Controllers;

/// <summary>Completion indexes of Indexed Jobs.</summary>
internal static class JobIndexes
{
    private const string Key = "batch.kubernetes.io/job-completion-index";

    public static bool IsIndexed(JsonObject job) => job.Text("spec", "completionMode") == "Indexed";

    public static int? Of(JsonObject pod) =>
        int.TryParse(pod.Annotation(Key), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    /// <summary>How often an index may fail and be tried again; null where the limit is the whole job's.</summary>
    public static long? LimitOf(JsonObject job) => job.Number("spec", "backoffLimitPerIndex");

    /// <summary>Those that have failed too often, each on its own.</summary>
    public static IReadOnlyList<int> Failed(JsonObject job, IReadOnlyList<JsonObject> pods) => LimitOf(job) is { } limit
        ? [.. pods.Where(PodState.IsFailed).GroupBy(Of).Where(index => index.Key is not null && index.Count() > limit).Select(index => index.Key!.Value).Order()]
        : [];

    public static void Assign(JsonObject pod, string job, int index)
    {
        var text = index.ToString(CultureInfo.InvariantCulture);
        var metadata = pod.Child("metadata");
        metadata["generateName"] = $"{job}-{text}-";
        metadata.Child("annotations")[Key] = text;
        PodTemplate.AddLabel(pod, Key, text);
        var spec = pod.Child("spec");
        spec["hostname"] = $"{job}-{text}";
        foreach (var container in spec.Objects("initContainers").Concat(spec.Objects("containers")))
        {
            var variables = container.Objects("env").Select(v => v.Clone()).Append(new JsonObject
            {
                ["name"] = "JOB_COMPLETION_INDEX",
                ["valueFrom"] = new JsonObject
                {
                    ["fieldRef"] = new JsonObject { ["apiVersion"] = "v1", ["fieldPath"] = $"metadata.labels['{Key}']" },
                },
            });
            container["env"] = new JsonArray([.. variables]);
        }
    }

    /// <summary>As in <c>status.completedIndexes</c>: neighbours joined, three and more as a range (<c>0,1,4-7</c>).</summary>
    public static string Format(IEnumerable<int> indexes)
    {
        var parts = new List<string>();
        var sorted = indexes.Order().ToList();
        for (var i = 0; i < sorted.Count;)
        {
            var end = i;
            while (end + 1 < sorted.Count && sorted[end + 1] == sorted[end] + 1)
            {
                end++;
            }

            parts.Add(end - i >= 2 ? $"{sorted[i]}-{sorted[end]}" : string.Join(',', sorted[i..(end + 1)]));
            i = end + 1;
        }

        return string.Join(',', parts);
    }
}
