using System.Text;
using JvmDebug.TestCluster.Node.Pods;
using JvmDebug.TestCluster.Store;
using Xunit;

namespace JvmDebug.TestCluster.Tests.Node;

public class VolumeTests(NodeFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60000)]
    public async Task An_emptyDir_with_a_limit_gets_full()
    {
        var pod = TestPod.Script("dd if=/dev/zero of=/data/big bs=1M count=20 2>&1; sleep 1")
            .With("""{"volumeMounts": [{"name": "data", "mountPath": "/data"}]}""")
            .WithSpec("""{"volumes": [{"name": "data", "emptyDir": {"sizeLimit": "5Mi"}}]}""");

        Assert.Contains("No space left on device", await OutputAsync(pod), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60000)]
    public async Task An_emptyDir_can_be_memory_and_anybody_may_write_to_it()
    {
        var pod = TestPod.Script("grep ' /tmp ' /proc/mounts | cat; touch /tmp/x && echo written")
            .With("""{"securityContext": {"runAsUser": 65532}, "volumeMounts": [{"name": "tmp", "mountPath": "/tmp"}]}""")
            .WithSpec("""{"volumes": [{"name": "tmp", "emptyDir": {"medium": "Memory"}}]}""");

        var output = await OutputAsync(pod);

        Assert.StartsWith("tmpfs /tmp tmpfs", output, StringComparison.Ordinal);
        Assert.EndsWith("written\n", output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60000)]
    public async Task A_claim_outlives_its_pods()
    {
        const string Claim = """{"volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": "keep"}}]}""";
        const string Mount = """{"volumeMounts": [{"name": "data", "mountPath": "/data"}]}""";
        await OutputAsync(TestPod.Script("echo kept > /data/file").With(Mount).WithSpec(Claim));

        Assert.Equal("kept\n", await OutputAsync(TestPod.Script("cat /data/file").With(Mount).WithSpec(Claim)));
    }

    [Fact(Timeout = 60000)]
    public async Task A_pod_finds_its_service_accounts_token_and_the_clusters_certificate()
    {
        var pod = TestPod.Script("cd /var/run/secrets/kubernetes.io/serviceaccount; cat token; echo; cat ca.crt; echo; cat namespace; touch x 2>&1")
            .With("""{"volumeMounts": [{"name": "access", "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount", "readOnly": true}]}""")
            .WithSpec("""
                {"volumes": [{"name": "access", "projected": {"defaultMode": 420, "sources": [
                  {"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}},
                  {"configMap": {"name": "kube-root-ca.crt", "items": [{"key": "ca.crt", "path": "ca.crt"}]}},
                  {"downwardAPI": {"items": [{"path": "namespace", "fieldRef": {"fieldPath": "metadata.namespace"}}]}}
                ]}}]}
                """);

        Assert.Equal(
            "token-of-default\ncertificate\ndefaulttouch: x: Read-only file system\n", await OutputAsync(pod));
    }

    [Fact(Timeout = 60000)]
    public async Task A_token_is_renewed_in_its_place_before_it_expires()
    {
        var pod = TestPod.Script("cd /access; before=$(ls -i token); while [ \"$(ls -i token)\" = \"$before\" ]; do cat token > /dev/null || exit 1; sleep 0.1; done; cat token; ls")
            .With("""{"volumeMounts": [{"name": "access", "mountPath": "/access", "readOnly": true}]}""")
            .WithSpec("""{"volumes": [{"name": "access", "projected": {"sources": [{"serviceAccountToken": {"expirationSeconds": 5, "path": "token"}}]}}]}""");

        Assert.Equal("token-of-defaulttoken\n", await OutputAsync(pod));
    }

    [Fact(Timeout = 60000)]
    public async Task ConfigMaps_and_Secrets_come_as_files_and_as_variables()
    {
        var node = await fixture.NodeAsync(Cancellation);
        node.Store.Create(new ObjectKey("configmaps", "default", "settings"), TestPod.Parse("""{"metadata": {"name": "settings"}, "data": {"color": "green"}}"""));
        var password = Convert.ToBase64String(Encoding.UTF8.GetBytes("sesame"));
        node.Store.Create(new ObjectKey("secrets", "default", "door"), TestPod.Parse($$"""{"metadata": {"name": "door"}, "data": {"password": "{{password}}"} }"""));
        var pod = TestPod.Script("cat /settings/color /door/password; echo $COLOR $PASSWORD")
            .With("""
                {
                  "volumeMounts": [{"name": "settings", "mountPath": "/settings"}, {"name": "door", "mountPath": "/door"}],
                  "env": [
                    {"name": "COLOR", "valueFrom": {"configMapKeyRef": {"name": "settings", "key": "color"}}},
                    {"name": "PASSWORD", "valueFrom": {"secretKeyRef": {"name": "door", "key": "password"}}}
                  ]
                }
                """)
            .WithSpec("""{"volumes": [{"name": "settings", "configMap": {"name": "settings"}}, {"name": "door", "secret": {"secretName": "door"}}]}""");

        Assert.Equal("greensesamegreen sesame\n", await OutputAsync(pod));
    }

    [Fact(Timeout = 60000)]
    public async Task A_pod_waits_for_a_volume_that_cannot_be_mounted()
    {
        var node = await fixture.NodeAsync(Cancellation);
        var pod = TestPod.Script("cat /host/etc/shadow")
            .With("""{"volumeMounts": [{"name": "host", "mountPath": "/host"}]}""")
            .WithSpec("""{"volumes": [{"name": "host", "hostPath": {"path": "/"}}]}""");

        node.Add(pod);
        await foreach (var change in node.Store.WatchAsync("events", 0, Cancellation))
        {
            if (change.Value.Text("involvedObject", "name") == pod.Name && change.Value.Text("reason") == "FailedMount")
            {
                Assert.Contains("hostPath / is outside of", change.Value.Text("message"), StringComparison.Ordinal);
                break;
            }
        }

        Assert.Equal("ContainerCreating", node.Store.Get(pod.Key)!.Objects("status", "containerStatuses")[0].Text("state", "waiting", "reason"));
    }

    [Fact(Timeout = 60000)]
    public async Task The_environment_is_the_images_the_pods_and_what_the_downward_API_says()
    {
        var pod = TestPod.Script("echo $FROM_IMAGE $NAME $NAMESPACE $LABEL $LIMIT $(EXPANDED); hostname; test \"$IP\" = \"$(hostname -i)\" && echo my address; pwd")
            .With("""
                {
                  "workingDir": "/tmp",
                  "resources": {"limits": {"memory": "64Mi"}},
                  "env": [
                    {"name": "NAME", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}},
                    {"name": "NAMESPACE", "valueFrom": {"fieldRef": {"fieldPath": "metadata.namespace"}}},
                    {"name": "LABEL", "valueFrom": {"fieldRef": {"fieldPath": "metadata.labels['app']"}}},
                    {"name": "IP", "valueFrom": {"fieldRef": {"fieldPath": "status.podIP"}}},
                    {"name": "LIMIT", "valueFrom": {"resourceFieldRef": {"resource": "limits.memory"}}},
                    {"name": "EXPANDED", "value": "in-$(NAMESPACE)"}
                  ]
                }
                """);

        Assert.Equal($"yes {pod.Name} default tiny 67108864 in-default\n{pod.Name}\nmy address\n/tmp\n", await OutputAsync(pod));
    }

    private async Task<string> OutputAsync(TestPod pod) => await (await fixture.NodeAsync(Cancellation)).OutputAsync(pod, Cancellation);
}
