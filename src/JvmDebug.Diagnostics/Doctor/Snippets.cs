using JvmDebug.Kubernetes.Access;

namespace JvmDebug.Diagnostics.Doctor;

/// <summary>Pieces of a workload's manifest that cure something, to be pasted below <c>spec.template</c>.</summary>
internal static class Snippets
{
    public static string WritableTmp(string container, string? size = null) =>
        $$"""
        # in the pod template
        spec:
          containers:
          - name: {{container}}
            volumeMounts:
            - {name: tmp, mountPath: /tmp}
          volumes:
          - name: tmp
            emptyDir: {{(size is null ? "{}" : $"{{sizeLimit: {size}}}")}}
        """;

    public static string RunAs(string container, string uid, string gid) =>
        $$"""
        # in the pod template
        spec:
          containers:
          - name: {{container}}
            securityContext: {runAsUser: {{uid}}, runAsGroup: {{gid}}}
        """;

    public static string RestrictedPod(IEnumerable<string> containers)
    {
        var each = containers.Select(name => "  - name: " + name + "\n    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}");
        return """
            # in the pod template: what Pod Security 'restricted' wants
            spec:
              securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
              containers:

            """ + string.Join('\n', each);
    }

    /// <summary>
    /// A command in the debug container the JVM was looked at from: what is cured may have no program at all. It sees the JVM's
    /// processes and, through <c>/proc/PID/root</c>, its files, for as long as somebody comes now and then.
    /// </summary>
    public static string Beside(ClusterFacts facts, JvmFacts jvm, string command) =>
        $"kubectl exec {facts.Pod.Metadata.Name} -n {facts.Namespace} -c {jvm.Debugger} -- "
        + (jvm.TakesIdentity?.Split(' ') is [var uid, var gid, var groups] ? $"setpriv --reuid {uid} --regid {gid} {(groups == "-" ? "--clear-groups" : $"--groups {groups}")} " : "")
        + command;

    public static string Liveness(string container, int failureThreshold) =>
        $$"""
        # in the pod template
        spec:
          containers:
          - name: {{container}}
            livenessProbe: {failureThreshold: {{failureThreshold}}}
        """;

    public static string Role(string ns, string? user, IEnumerable<AccessRight> missing) =>
        new RoleManifest("jvmdebug", ns, RoleRule.Of(missing), [RoleSubject.User(user ?? "WHOEVER-RUNS-JVMDEBUG")]).ToYaml().TrimEnd('\n');
}
