using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;
using Xunit;

namespace JvmDebug.TestCluster.Tests.Api;

public class RecordedTableTests
{
    [Fact(Timeout = 30000)]
    public async Task A_list_of_pods_as_a_table_has_the_recorded_columns_and_cells()
    {
        var recording = Recording.Load("pod-list-table");
        await using var api = await TestApi.StartAsync();
        var pod = (JsonObject)Recording.Load("pod-get").Body!;
        pod["metadata"] = recording.Body.Objects("rows")[0].At("object", "metadata")!.DeepClone();
        api.Import(ResourceCatalog.Pods, pod);

        var answer = await api.SendAsync(recording.Method, recording.Path, null, null, TestContext.Current.CancellationToken, accept: recording.Accept);

        Assert.Equal((recording.Status, recording.ContentType), (answer.Status, answer.ContentType));
        RecordingTests.Same(Comparable(recording.Body), Comparable(answer.Body));
    }

    // The descriptions are the API documentation, which ours does not repeat; the age is another one each time.
    private static JsonNode Comparable(JsonNode? table)
    {
        var copy = table!.DeepClone();
        foreach (var column in copy.Objects("columnDefinitions"))
        {
            Assert.NotEmpty(column.Text("description")!);
            column["description"] = "";
        }

        foreach (var row in copy.Objects("rows"))
        {
            row["cells"]![4] = "age";
        }

        return copy;
    }
}
