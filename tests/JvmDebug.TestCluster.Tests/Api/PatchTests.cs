using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;
using JvmDebug.TestCluster.Api.Patching;
using Xunit;

namespace JvmDebug.TestCluster.Tests.Api;

public class PatchTests
{
    [Theory]
    [InlineData("""{"spec":{"containers":[{"name":"b","image":"2"}]}}""", """{"spec":{"containers":[{"name":"a","image":"1"},{"name":"b","image":"2"}]}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"c"}]}}""", """{"spec":{"containers":[{"name":"c"},{"name":"a","image":"1"},{"name":"b","image":"1"}]}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"a","$patch":"delete"}]}}""", """{"spec":{"containers":[{"name":"b","image":"1"}]}}""")]
    [InlineData("""{"spec":{"containers":[{"$patch":"replace"},{"name":"z"}]}}""", """{"spec":{"containers":[{"name":"z"}]}}""")]
    [InlineData("""{"spec":{"containers":null}}""", """{"spec":{}}""")]
    [InlineData("""{"spec":{"$patch":"replace","nodeName":"n"}}""", """{"spec":{"nodeName":"n"}}""")]
    [InlineData(
        """{"spec":{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}],"containers":[{"name":"a","image":"2"}]}}""",
        """{"spec":{"containers":[{"name":"b","image":"1"},{"name":"a","image":"2"}]}}""")]
    public void A_strategic_merge_goes_by_the_keys_of_lists(string patch, string expected)
    {
        var target = Parse("""{"spec":{"containers":[{"name":"a","image":"1"},{"name":"b","image":"1"}]}}""");

        Assert.Equal(expected, StrategicMergePatch.Apply(target, Parse(patch)).ToJsonString());
    }

    [Theory]
    [InlineData("""{"strategy":{"$retainKeys":["type"],"type":"Recreate"}}""", """{"strategy":{"type":"Recreate"},"finalizers":["x","y"],"args":["1"]}""")]
    [InlineData("""{"finalizers":["z","x"]}""", """{"strategy":{"type":"RollingUpdate","rollingUpdate":{}},"finalizers":["x","y","z"],"args":["1"]}""")]
    [InlineData("""{"$deleteFromPrimitiveList/finalizers":["x"]}""", """{"strategy":{"type":"RollingUpdate","rollingUpdate":{}},"finalizers":["y"],"args":["1"]}""")]
    [InlineData("""{"args":["2"]}""", """{"strategy":{"type":"RollingUpdate","rollingUpdate":{}},"finalizers":["x","y"],"args":["2"]}""")]
    public void A_strategic_merge_knows_its_directives_and_the_two_kinds_of_plain_lists(string patch, string expected)
    {
        var target = Parse("""{"strategy":{"type":"RollingUpdate","rollingUpdate":{}},"finalizers":["x","y"],"args":["1"]}""");

        Assert.Equal(expected, StrategicMergePatch.Apply(target, Parse(patch)).ToJsonString());
    }

    [Fact]
    public void A_merge_patch_replaces_lists_and_removes_with_null()
    {
        var target = Parse("""{"a":{"b":1,"c":2},"l":[1,2]}""");

        Assert.Equal("""{"a":{"b":1,"d":{}},"l":[3]}""", MergePatch.Apply(target, Parse("""{"a":{"c":null,"d":{"e":null}},"l":[3]}""")).ToJsonString());
    }

    [Fact]
    public void A_JSON_patch_does_its_operations_in_order()
    {
        var target = Parse("""{"a":[1,2],"b":{"x/y":1}}""");
        var patch = (JsonArray)JsonNode.Parse("""
            [{"op":"test","path":"/a/0","value":1},{"op":"add","path":"/a/-","value":3},{"op":"remove","path":"/a/0"},
             {"op":"replace","path":"/b/x~1y","value":2},{"op":"copy","from":"/a","path":"/c"},{"op":"move","from":"/b/x~1y","path":"/d"}]
            """)!;

        Assert.Equal("""{"a":[2,3],"b":{},"c":[2,3],"d":2}""", JsonPatch.Apply(target, patch).ToJsonString());
    }

    [Theory(Timeout = 30000)]
    [InlineData("""[{"op":"replace","path":"/spec/nosuch/field","value":1}]""", "application/json-patch+json", 422)]
    [InlineData("""{"metadata":{"resourceVersion":"1"}}""", "application/merge-patch+json", 409)]
    [InlineData("""{"metadata":{}}""", "text/plain", 415)]
    [InlineData("""[]""", "application/merge-patch+json", 400)]
    public async Task A_patch_that_cannot_be_applied_is_refused(string patch, string type, int status)
    {
        await using var api = await TestApi.StartAsync();
        api.AddNamespace("restr");
        api.Import(ResourceCatalog.Pods, World.Busy());

        var answer = await api.PatchAsync("/api/v1/namespaces/restr/pods/busy", JsonNode.Parse(patch)!, TestContext.Current.CancellationToken, type);

        Assert.Equal((status, status), (answer.Status, (int)answer.Body.Number("code")!));
    }

    private static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;
}
