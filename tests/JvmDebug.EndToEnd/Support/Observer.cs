using System.Text;
using System.Text.RegularExpressions;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Exec;
using JvmDebug.Kubernetes.Pods;
using k8s.Models;
using Xunit;

namespace JvmDebug.EndToEnd.Support;

/// <summary>
/// Looks at a target from beside it, without jvmdebug: an ephemeral container of the test's own under the target's
/// identity, there before jvmdebug comes and after it went.
/// </summary>
internal sealed partial class Observer(ClusterFixture cluster, ContainerRef container, string? containerId)
{
    private const string Name = "observer";

    // The process first: PID 1 unless the containers of the pod share a PID namespace. An entrypoint that dropped
    // privileges is looked at under the identity that it dropped to.
    private const string Script = """
        pid=1
        if [ "$1" != - ]; then
          for dir in /proc/[0-9]*; do grep -q "$1" "$dir/cgroup" 2> /dev/null && { pid=${dir#/proc/}; break; }; done
        fi
        uid=$(awk '/^Uid/ {print $3}' /proc/$pid/status) gid=$(awk '/^Gid/ {print $3}' /proc/$pid/status)
        as() { if [ "$(id -u)" = "$uid" ] || [ "$(id -u)" != 0 ]; then "$@"; else setpriv --reuid "$uid" --regid "$gid" --clear-groups "$@"; fi; }
        if [ "$2" = files ]; then
          as find "/proc/$pid/root/tmp" -mindepth 1 -maxdepth 3 -printf 'tmp %y %P\n' 2>&1
          as find "/proc/$pid/cwd/" -mindepth 1 -maxdepth 1 -printf 'cwd %y %P\n' 2>&1
          for elsewhere in dev/shm var/tmp scratch; do
            [ ! -d "/proc/$pid/root/$elsewhere" ] || as find "/proc/$pid/root/$elsewhere" -mindepth 1 -maxdepth 2 -printf "$elsewhere %y %P\n" 2>&1
          done
        else
          for socket in $(as find "/proc/$pid/root/tmp" -maxdepth 1 -name '.java_pid*' -type s 2> /dev/null); do
            as jattach "${socket##*.java_pid}" jcmd JFR.check 2>&1
          done
        fi
        """;

    /// <summary>Puts the observer into a running pod and waits for it.</summary>
    public static async Task<Observer> PlaceAsync(ClusterFixture cluster, V1Pod pod, CancellationToken cancellationToken)
    {
        var target = pod.Spec.Containers[0].Name;
        var (ns, name) = (pod.Metadata.NamespaceProperty, pod.Metadata.Name);
        var spec = new DebugContainerSpec { Image = Images.Own, ImagePullPolicy = "IfNotPresent", Command = ["sleep", "3600"] };
        var pods = new PodClient(cluster.Admin);
        await pods.AddEphemeralContainerAsync(ns, name, DebugContainerBuilder.Build(pod, target, spec, Name), dryRun: false, cancellationToken);
        while ((await pods.GetAsync(ns, name, cancellationToken)).Status.EphemeralContainerStatuses?.Any(status => status.Name == Name && status.State?.Running is not null) != true)
        {
            await Task.Delay(50, cancellationToken);
        }

        var id = pod.Spec.ShareProcessNamespace == true ? pod.Status.ContainerStatuses.First(status => status.Name == target).ContainerID : null;
        return new Observer(cluster, new ContainerRef(ns, name, Name), id?[(id.LastIndexOf('/') + 1)..]);
    }

    /// <summary>
    /// What is in the target's /tmp, working directory and the other places we write to, but for what a JVM keeps for as long as it lives: its attach
    /// socket, and the directory of its recordings, empty.
    /// </summary>
    public async Task<IReadOnlyList<string>> FilesAsync(CancellationToken cancellationToken) =>
        [.. (await RunAsync("files", cancellationToken)).Where(line => !OfTheJvm().IsMatch(line)).Order(StringComparer.Ordinal)];

    /// <summary>
    /// The names of the recordings of all JVMs that anybody has attached to. The others are not asked: this would be the first
    /// attach, and nobody can have started a recording without one.
    /// </summary>
    public async Task<IReadOnlyList<string>> RecordingsAsync(CancellationToken cancellationToken) =>
        [.. (await RunAsync("recordings", cancellationToken)).Select(line => RecordingName().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value)];

    private async Task<IReadOnlyList<string>> RunAsync(string what, CancellationToken cancellationToken)
    {
        await using var session = await new PodExec(cluster.Admin).StartAsync(container, ["sh", "-c", Script, "observer", containerId ?? "-", what], cancellationToken);
        using var reader = new StreamReader(session.Stdout, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(cancellationToken);
        var result = await session.WaitAsync(cancellationToken);
        Assert.True(what == "recordings" || text.Length > 0, $"The observer in {container} saw nothing: exit {result.ExitCode}, {result.Stderr}");
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [GeneratedRegex(@"^(tmp|cwd|dev/shm|var/tmp|scratch) (s (tmp/)?\.java_pid\d+|d (tmp/)?\d{4}(_\d\d){5}_\d+)$")]
    private static partial Regex OfTheJvm();

    // "Recording 1: name=x" to JDK 25; JDK 8 says "Recording: recording=1 name=\"x\"".
    [GeneratedRegex(@"^Recording[: ].*name=""?([^"" ]+)")]
    private static partial Regex RecordingName();
}
