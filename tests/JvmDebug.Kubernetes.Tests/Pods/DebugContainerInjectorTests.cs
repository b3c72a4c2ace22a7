using System.Text.Json.Nodes;
using JvmDebug.Kubernetes.Pods;
using JvmDebug.Kubernetes.Tests.Support;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace JvmDebug.Kubernetes.Tests.Pods;

public class DebugContainerInjectorTests
{
    private static readonly DebugContainerSpec Spec = new() { Image = "jdk:25", Command = ["sh"] };

    private readonly List<string> _notes = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 15000)]
    public async Task It_asks_first_then_adds_then_waits_until_the_container_runs()
    {
        await using var server = await FakeNode.StartAsync(["null", Waiting("ContainerCreating"), """{"running":{}}"""]);

        var container = await server.EnsureAsync(Spec, _notes.Add);

        Assert.Matches("^jvmdebug-[a-z0-9]{5}$", container.Container.Container);
        Assert.Equal(("shop", "cart-1", "app", "jdk:25", false), (container.Container.Namespace, container.Container.Pod, container.TargetContainer, container.Image, container.Reused));
        Assert.Equal(["PATCH dry", "PATCH", "GET", "GET", "GET"], server.Steps);
        Assert.Equal([$"Debug container {container.Container.Container}: ContainerCreating"], _notes);
    }

    [Fact(Timeout = 15000)]
    public async Task What_admission_refuses_is_never_added()
    {
        await using var server = await FakeNode.StartAsync([], refuse: true);

        var failure = await Assert.ThrowsAsync<ClusterException>(() => server.EnsureAsync(Spec, _notes.Add));

        Assert.Equal(ClusterFailure.AdmissionDenied, failure.Reason);
        Assert.Equal(["PATCH dry"], server.Steps);
    }

    [Theory(Timeout = 15000)]
    [InlineData("noimage", "ErrImageNeverPull: Container image \"docker.io/library/nosuch:1\" is not present", "--image-pull-policy IfNotPresent")]
    [InlineData("r1", "CreateContainerConfigError: container has runAsNonRoot and image will run as root", "numeric non-root USER")]
    [InlineData("rootimg", "image will run as root", "numeric non-root USER")]
    [InlineData("badcmd", "RunContainerError: failed to create containerd task", "--image")]
    [InlineData("pullfail", "ErrImagePull: failed to pull and unpack image", "imagePullSecrets")]
    [InlineData("short", "ended with exit code 7, Error", "kubectl logs cart-1 -n shop -c jvmdebug-")]
    public async Task A_recorded_failure_is_reported_with_the_kubelets_words_as_soon_as_it_says_so(string recorded, string words, string next)
    {
        var states = Recording.Load("ephemeral-status-sequences").GetProperty("containers").GetProperty(recorded)
            .EnumerateArray().Select(step => step.GetProperty("status").GetProperty("state").GetRawText()).ToArray();
        await using var server = await FakeNode.StartAsync(states);

        var failure = await Assert.ThrowsAsync<ClusterException>(() => server.EnsureAsync(Spec, _notes.Add));

        Assert.Equal(ClusterFailure.DebugContainerNotStarted, failure.Reason);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.Contains(next, failure.Message, StringComparison.Ordinal);
        Assert.Contains("jdk:25", failure.Message, StringComparison.Ordinal);
        Assert.Matches("keeps the entry jvmdebug-[a-z0-9]{5} in the pod", failure.Message);
        Assert.InRange(server.Steps.Count(step => step == "GET"), 1, 2);
    }

    [Fact(Timeout = 15000)]
    public async Task Waiting_has_an_end()
    {
        await using var server = await FakeNode.StartAsync([Waiting("ContainerCreating")]);

        var failure = await Assert.ThrowsAsync<ClusterException>(() => server.EnsureAsync(Spec with { StartTimeout = TimeSpan.FromMilliseconds(300) }, _notes.Add));

        Assert.Equal(ClusterFailure.DebugContainerNotStarted, failure.Reason);
        Assert.Contains("did not start within", failure.Message, StringComparison.Ordinal);
        Assert.Contains("ContainerCreating", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 15000)]
    public async Task One_lost_request_does_not_end_the_wait()
    {
        // As often as it is sent again.
        await using var server = await FakeNode.StartAsync(["503", "503", "503", "503", "503", """{"running":{}}"""]);

        await server.EnsureAsync(Spec, _notes.Add);

        Assert.Contains("HTTP 503", Assert.Single(_notes), StringComparison.Ordinal);
    }

    [Fact(Timeout = 15000)]
    public async Task A_pod_that_goes_away_meanwhile_ends_the_wait()
    {
        await using var server = await FakeNode.StartAsync([Waiting("ContainerCreating"), "deleted"]);

        var failure = await Assert.ThrowsAsync<ClusterException>(() => server.EnsureAsync(Spec, _notes.Add));

        Assert.Equal(ClusterFailure.PodNotSuitable, failure.Reason);
    }

    [Theory(Timeout = 15000)]
    [InlineData("jvmdebug-aaaaa", "app", "jdk:25", """{"running":{}}""", true)]
    [InlineData("debugger-aaaaa", "app", "jdk:25", """{"running":{}}""", false)]
    [InlineData("jvmdebug-aaaaa", "proxy", "jdk:25", """{"running":{}}""", false)]
    [InlineData("jvmdebug-aaaaa", "app", "jdk:21", """{"running":{}}""", false)]
    [InlineData("jvmdebug-aaaaa", "app", "jdk:25", """{"terminated":{"exitCode":0}}""", false)]
    [InlineData("jvmdebug-aaaaa", "app", "jdk:25", """{"waiting":{"reason":"ErrImagePull"}}""", false)]
    public async Task Only_a_running_debug_container_of_ours_for_that_target_and_image_is_reused(string name, string target, string image, string state, bool reused)
    {
        await using var server = await FakeNode.StartAsync(["""{"running":{}}"""]);
        var pod = FakeNode.Pod(name, state);
        (pod.Spec.EphemeralContainers[0].TargetContainerName, pod.Spec.EphemeralContainers[0].Image) = (target, image);

        var container = await server.EnsureAsync(Spec, _notes.Add, pod);

        Assert.Equal(reused, container.Reused);
        Assert.Equal(reused, container.Container.Container == name);
        Assert.Equal(reused, server.Steps.Count == 0);
    }

    private static string Waiting(string reason) => $$$"""{"waiting":{"reason":"{{{reason}}}"}}""";

    /// <summary>Adds what it is asked to, and lets its state go through a sequence, one step a look.</summary>
    private sealed class FakeNode : IAsyncDisposable
    {
        private readonly Queue<string> _states;
        private FakeApiServer _server = null!;
        private string _name = "";

        private FakeNode(IEnumerable<string> states) => _states = new Queue<string>(states);

        public List<string> Steps { get; } = [];

        public static async Task<FakeNode> StartAsync(IEnumerable<string> states, bool refuse = false)
        {
            var node = new FakeNode(states);
            node._server = await FakeApiServer.StartAsync(context => node.AnswerAsync(context, refuse));
            return node;
        }

        public static k8s.Models.V1Pod Pod(string name, string state)
        {
            var pod = TestPod.With();
            var json = $$$"""{"name":"{{{name}}}","image":"jdk:25","imageID":"","ready":false,"restartCount":0,"state":{{{state}}}}""";
            pod.Spec.EphemeralContainers = [new k8s.Models.V1EphemeralContainer { Name = name }];
            pod.Status.EphemeralContainerStatuses = [k8s.KubernetesJson.Deserialize<k8s.Models.V1ContainerStatus>(json)];
            return pod;
        }

        public async Task<DebugContainer> EnsureAsync(DebugContainerSpec spec, Action<string> note, k8s.Models.V1Pod? pod = null)
        {
            using var connection = _server.Connect();
            return await new DebugContainerInjector(new PodClient(connection), note).EnsureRunningAsync(pod ?? TestPod.With(), "app", spec, Token);
        }

        public ValueTask DisposeAsync() => _server.DisposeAsync();

        private async Task AnswerAsync(HttpContext context, bool refuse)
        {
            if (context.Request.Method == "GET")
            {
                Steps.Add("GET");
                var state = _states.Count > 1 ? _states.Dequeue() : _states.Peek();
                var pod = Pod(_name, state is "503" or "deleted" ? "null" : state);
                pod.Metadata.DeletionTimestamp = state == "deleted" ? DateTime.UtcNow : null;
                await FakeApiServer.AnswerAsync(context, state == "503" ? 503 : 200, state == "503" ? "" : k8s.KubernetesJson.Serialize(pod));
                return;
            }

            Steps.Add("PATCH" + (context.Request.Query.ContainsKey("dryRun") ? " dry" : ""));
            var last = _server.Requests.Last();
            _name = JsonNode.Parse(last.Body)!["spec"]!["ephemeralContainers"]![0]!["name"]!.GetValue<string>();
            var (status, body) = refuse ? Recording.Response("ephemeral-patch-psa-forbidden") : (200, k8s.KubernetesJson.Serialize(TestPod.With()));
            await FakeApiServer.AnswerAsync(context, status, body);
        }
    }
}
