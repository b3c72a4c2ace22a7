using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Node.Pods;
using Xunit;

namespace JvmDebug.TestCluster.Tests.Node;

public class ImageTests(NodeFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60000)]
    public async Task A_missing_image_that_must_not_be_pulled_is_told_with_the_recorded_words()
    {
        var status = await WaitingAsync("""{"image": "docker.io/library/nosuch:1", "imagePullPolicy": "Never"}""", "ErrImageNeverPull");

        Assert.Equal(RecordedStates.Last("noimage").Text("state", "waiting", "message"), status.Text("state", "waiting", "message"));
        Assert.Equal("docker.io/library/nosuch:1", status.Text("image"));
        Assert.Equal("", status.Text("imageID"));
    }

    [Fact(Timeout = 60000)]
    public async Task A_pull_that_fails_takes_turns_with_waiting()
    {
        const string Image = "127.0.0.1:5999/nosuch/jdk:1";
        var node = await fixture.NodeAsync(Cancellation);
        var pod = new TestPod().With($$"""{"image": "{{Image}}"}""");
        node.Add(pod);

        var reasons = new List<(string Reason, string Message)>();
        await node.WaitAsync(
            pod,
            p =>
            {
                var waiting = p.Objects("status", "containerStatuses").SingleOrDefault(c => c.Text("name") == "app").At("state", "waiting");
                var seen = (waiting.Text("reason") ?? "", waiting.Text("message") ?? "");
                if (seen.Item1.Length > 0 && (reasons.Count == 0 || reasons[^1] != seen))
                {
                    reasons.Add(seen);
                }

                return reasons.Count == 4;
            },
            Cancellation);

        Assert.Equal(["ContainerCreating", "ErrImagePull", "ImagePullBackOff", "ErrImagePull"], reasons.Select(r => r.Reason));
        Assert.StartsWith($"failed to pull and unpack image \"{Image}\": failed to resolve", reasons[1].Message, StringComparison.Ordinal);
        Assert.EndsWith("connect: connection refused", reasons[1].Message, StringComparison.Ordinal);
        Assert.Equal($"Back-off pulling image \"{Image}\": ErrImagePull: {reasons[1].Message}", reasons[2].Message);
    }

    [Fact(Timeout = 60000)]
    public async Task A_name_that_is_none_is_an_invalid_image_name()
    {
        var status = await WaitingAsync("""{"image": "Not/An Image"}""", "InvalidImageName");

        Assert.Equal(
            "Failed to apply default image tag \"Not/An Image\": couldn't parse image name \"Not/An Image\": invalid reference format",
            status.Text("state", "waiting", "message"));
    }

    [Fact(Timeout = 60000)]
    public async Task An_image_imported_later_can_be_used_at_once()
    {
        var node = await fixture.NodeAsync(Cancellation);
        var images = Directory.CreateTempSubdirectory("jvmdebug-images-").FullName;
        try
        {
            TinyImage.WriteBusybox(images, "localhost/late:1", "1000:1000");

            Assert.Equal(["localhost/late:1"], await node.Host.ImportAsync(images, Cancellation));
            Assert.Empty(await node.Host.ImportAsync(images, Cancellation));
            Assert.Equal("1000\n", await node.OutputAsync(TestPod.Script("id -u").With("""{"image": "localhost/late:1"}"""), Cancellation));
        }
        finally
        {
            Directory.Delete(images, recursive: true);
        }
    }

    private async Task<JsonObject> WaitingAsync(string container, string reason)
    {
        var node = await fixture.NodeAsync(Cancellation);
        var pod = new TestPod().With(container);
        node.Add(pod);
        var found = await node.WaitAsync(
            pod, p => p.Objects("status", "containerStatuses").Any(c => c.Text("state", "waiting", "reason") == reason), Cancellation);
        return found.Objects("status", "containerStatuses")[0];
    }
}
