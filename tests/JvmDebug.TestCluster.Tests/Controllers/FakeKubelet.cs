using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;
using JvmDebug.TestCluster.Store;

namespace JvmDebug.TestCluster.Tests.Controllers;

/// <summary>
/// Takes every pod to Running and Ready; one whose first command is <c>true</c> or <c>false</c> to Succeeded or Failed, and
/// one with <c>never-ready</c> to Running alone. Pods marked for deletion go at once.
/// </summary>
internal sealed class FakeKubelet(ObjectStore store)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var change in store.WatchAsync("pods", 0, cancellationToken))
        {
            if (change.Type == "DELETED" || store.Get(change.Key) is not { } pod)
            {
                continue;
            }

            if (pod.IsTerminating())
            {
                store.Delete(change.Key);
            }
            else if (!HasSeenTo(pod))
            {
                store.Update(change.Key, Run);
            }
        }
    }

    /// <summary>It will not touch this pod unless somebody changes it.</summary>
    public static bool HasSeenTo(JsonObject pod) => !pod.IsTerminating() && pod.Text("status", "phase") is not (null or "Pending");

    private static JsonObject Run(JsonObject pod)
    {
        var command = pod.Objects("spec", "containers")[0].Texts("command") is [var first, ..] ? first : null;
        var now = ObjectMeta.Now();
        pod.Child("spec")["nodeName"] = "node1";
        pod["status"] = command switch
        {
            "true" or "false" => new JsonObject
            {
                ["phase"] = command == "true" ? "Succeeded" : "Failed",
                ["containerStatuses"] = new JsonArray(new JsonObject
                {
                    ["state"] = new JsonObject { ["terminated"] = new JsonObject { ["finishedAt"] = now } },
                }),
            },
            _ => new JsonObject
            {
                ["phase"] = "Running",
                ["conditions"] = new JsonArray(new JsonObject
                {
                    ["type"] = "Ready",
                    ["status"] = command == "never-ready" ? "False" : "True",
                    ["lastTransitionTime"] = now,
                }),
            },
        };
        return pod;
    }
}
