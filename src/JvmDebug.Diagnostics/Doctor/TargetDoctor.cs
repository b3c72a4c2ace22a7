using JvmDebug.Diagnostics.Access;
using JvmDebug.Diagnostics.Doctor.Checks;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Access;
using JvmDebug.Kubernetes.Nodes;
using JvmDebug.Kubernetes.Pods;
using JvmDebug.Kubernetes.Workloads;
using k8s.Models;

namespace JvmDebug.Diagnostics.Doctor;

/// <summary>
/// Looks at everything that could stand between a user and a JVM. Nothing is changed: the one PATCH is a dry run, and only
/// <c>--inject</c> adds a debug container, as every other command does.
/// </summary>
public sealed class TargetDoctor(ClusterConnection cluster, DebugSessionFactory sessions, IProgressReporter progress)
{
    private readonly AccessReviewer _access = new(cluster);
    private readonly NodeClient _nodes = new(cluster);
    private readonly List<Finding> _findings = [];

    /// <exception cref="ClusterException">TargetNotFound, Configuration; every other refusal is a finding.</exception>
    /// <exception cref="JvmException">NoJvm, SeveralJvms.</exception>
    public async Task<DoctorReport> RunAsync(DoctorRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        progress.Stage("Asking the API server");
        try
        {
            var server = await _nodes.ServerVersionAsync(cancellationToken);
            _findings.Add(ServerCheck.Of(server));
            var answers = await AskAccessAsync(request.Target, server, cancellationToken);
            if (await FindPodAsync(request.Target, cancellationToken) is not { } pod)
            {
                return new DoctorReport(null, LookedInside: false, _findings);
            }

            return await ExamineAsync(request, server, answers, pod, cancellationToken);
        }
        catch (ClusterException e) when (e.Reason is ClusterFailure.Unreachable or ClusterFailure.Unauthorized)
        {
            _findings.Add(Finding.Bad("server", Side.Cluster, e.Message, e.Reason == ClusterFailure.Unauthorized ? "kubectl auth whoami" : "kubectl cluster-info"));
            return new DoctorReport(null, LookedInside: false, _findings);
        }
    }

    private async Task<IReadOnlyList<AccessAnswer>> AskAccessAsync(DebugTarget target, ServerVersion server, CancellationToken cancellationToken)
    {
        var answers = new List<AccessAnswer>();
        foreach (var permission in Operations.Doctor.Permissions)
        {
            answers.Add(new AccessAnswer(permission, await _access.IsAllowedAsync(permission, cluster.Namespace, cancellationToken)));
        }

        var user = answers.All(answer => answer.Allowed) ? null : await _access.WhoAmIAsync(cancellationToken);
        _findings.AddRange(AccessCheck.Of(answers, [.. Operations.Doctor.Permissions.Where(permission => IsNeeded(permission, target))], server, cluster.Namespace, user));
        return answers;
    }

    // A pod that is named needs no list and no workload; a workload needs its own kind alone.
    private static bool IsNeeded(AccessRight permission, DebugTarget target) => permission switch
    {
        { Resource: "pods", Verb: "list" } => TargetName.TryParse(target.Name ?? "deploy/x", out _) is not { Kind: TargetKind.Pod },
        { ApiGroup: "apps" or "batch" } or { Resource: "services" } => target.Name is not null && TargetName.TryParse(target.Name, out _) is { } name
            && string.Equals(name.Kind + "s", permission.Resource, StringComparison.OrdinalIgnoreCase),
        _ => true,
    };

    /// <summary>Null where the pod may not be read; which permission is missing has been said by then.</summary>
    private async Task<V1Pod?> FindPodAsync(DebugTarget target, CancellationToken cancellationToken)
    {
        try
        {
            return await new TargetResolver(cluster) { OffersAll = false }.ResolveOneAsync(target.Name, target.Selector, target.Any, cancellationToken);
        }
        catch (ClusterException e) when (e.Reason == ClusterFailure.Forbidden)
        {
            return null;
        }
    }

    private async Task<DoctorReport> ExamineAsync(DoctorRequest request, ServerVersion server, IReadOnlyList<AccessAnswer> answers, V1Pod pod, CancellationToken cancellationToken)
    {
        var container = ContainerChooser.Choose(pod, request.Target.Container);
        var where = new ContainerRef(pod.Metadata.NamespaceProperty, pod.Metadata.Name, container);
        var facts = new ClusterFacts { Server = server, Pod = pod, Container = container, Node = await FindNodeAsync(pod, cancellationToken) };
        if (answers.First(answer => answer.Permission.Resource == "pods/ephemeralcontainers").Allowed
            && !PodSuitability.IsStatic(pod)
            && !PodSuitability.Obstacles(pod, container).Any(obstacle => obstacle.IsFinal))
        {
            facts = facts with { AdmissionAsked = true, AdmissionRefusal = await AskAdmissionAsync(pod, container, request.Target, cancellationToken) };
        }

        _findings.AddRange(Examination.OfPod(facts));
        var jvm = request.Inject && _findings.All(finding => finding.Outcome != Outcome.Fail) ? await LookInsideAsync(request.Target, where, cancellationToken) : null;
        _findings.AddRange(Examination.OfJvm(facts, jvm));
        return new DoctorReport(where, jvm is not null, _findings);
    }

    private async Task<V1Node?> FindNodeAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        try
        {
            return pod.Spec.NodeName is { Length: > 0 } name ? await _nodes.GetAsync(name, cancellationToken) : null;
        }
        catch (ClusterException e) when (e.Reason is ClusterFailure.Forbidden or ClusterFailure.TargetNotFound)
        {
            return null;
        }
    }

    private async Task<ClusterException?> AskAdmissionAsync(V1Pod pod, string container, DebugTarget target, CancellationToken cancellationToken)
    {
        try
        {
            await new DebugContainerInjector(new PodClient(cluster), progress.Note).AskAsync(pod, container, sessions.SpecOf(pod, container, target), cancellationToken);
            return null;
        }
        catch (ClusterException e) when (e.Reason is ClusterFailure.AdmissionDenied or ClusterFailure.EphemeralContainerRefused or ClusterFailure.EphemeralContainersUnknown)
        {
            return e;
        }
    }

    private async Task<JvmFacts?> LookInsideAsync(DebugTarget target, ContainerRef where, CancellationToken cancellationToken)
    {
        try
        {
            // The very pod that was looked at so far, whatever name led to it, and the way that was looked at.
            var session = await sessions.OpenAsync(target with { Name = where.Pod, Selector = null, Any = false, Container = where.Container, Mode = EntryMode.Ephemeral }, cancellationToken);
            progress.Stage("Looking at the JVM");
            return await JvmExamination.RunAsync(session, cancellationToken);
        }
        catch (ClusterException e) when (e.Reason is ClusterFailure.DebugContainerNotStarted or ClusterFailure.ExecRefused or ClusterFailure.ConnectionLost)
        {
            _findings.Add(Finding.Bad("debug-container", Side.Cluster, e.Message, $"jvmdebug doctor {where.Pod} -n {where.Namespace} --inject --image {DebugTarget.DefaultImage}"));
            return null;
        }
        catch (JvmException e) when (e.Reason == JvmFailure.DebugImageUnsuitable)
        {
            _findings.Add(Finding.Bad("debug-image", Side.Cluster, e.Message, $"jvmdebug doctor {where.Pod} -n {where.Namespace} --inject --image {DebugTarget.DefaultImage}"));
            return null;
        }
    }
}
