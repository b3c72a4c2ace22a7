using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Store;

namespace JvmDebug.TestCluster.Tests.Node;

/// <summary>A pod with one container <c>app</c>, as the API server would store it.</summary>
internal sealed class TestPod
{
    private static int _count;
    private readonly string _uid = Guid.NewGuid().ToString();

    public TestPod()
    {
        Name = $"pod-{Interlocked.Increment(ref _count)}";
        Container = Parse("""{"name": "app", "imagePullPolicy": "IfNotPresent", "resources": {}}""");
        Container["image"] = TinyImage.Busybox;
        Spec = Parse("""{"restartPolicy": "Always", "terminationGracePeriodSeconds": 1, "serviceAccountName": "default", "securityContext": {}}""");
    }

    public string Name { get; }

    public string Uid => _uid;

    public ObjectKey Key => new("pods", "default", Name);

    public JsonObject Container { get; }

    public JsonObject Spec { get; }

    public static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    /// <summary>A pod that runs a script once.</summary>
    public static TestPod Script(string script)
    {
        var pod = new TestPod();
        pod.Spec["restartPolicy"] = "Never";
        pod.Container["command"] = new JsonArray("sh", "-c", script);
        return pod;
    }

    public TestPod With(string containerJson)
    {
        Merge(Container, Parse(containerJson));
        return this;
    }

    public TestPod WithSpec(string specJson)
    {
        Merge(Spec, Parse(specJson));
        return this;
    }

    public JsonObject Build()
    {
        var spec = (JsonObject)Spec.DeepClone();
        spec["containers"] = new JsonArray([Container.DeepClone(), .. (spec["containers"] as JsonArray ?? []).Select(c => c!.DeepClone())]);
        return new JsonObject
        {
            ["kind"] = "Pod",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject { ["name"] = Name, ["namespace"] = "default", ["uid"] = _uid, ["generation"] = 1, ["labels"] = Parse("""{"app": "tiny"}""") },
            ["spec"] = spec,
            ["status"] = Parse("""{"phase": "Pending"}"""),
        };
    }

    private static void Merge(JsonObject into, JsonObject from)
    {
        foreach (var (name, value) in from)
        {
            into[name] = value?.DeepClone();
        }
    }
}
