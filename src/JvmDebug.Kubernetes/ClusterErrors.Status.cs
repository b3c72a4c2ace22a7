using System.Net;
using k8s.Models;

namespace JvmDebug.Kubernetes;

internal sealed partial class ClusterErrors
{
    public ClusterException FromStatus(string what, RequestKind kind, HttpStatusCode code, V1Status? status, Exception? inner)
    {
        var said = status?.Message is { Length: > 0 } message ? message.TrimEnd('.') : $"HTTP {(int)code}";
        var (reason, next) = code switch
        {
            HttpStatusCode.Unauthorized => (ClusterFailure.Unauthorized, $"{server} did not accept the credentials: they are missing, wrong or expired. Log in again, or choose another --context or --user."),
            HttpStatusCode.Forbidden when status is null => (ClusterFailure.Forbidden, $"It is not Kubernetes that said so: check what is between here and {server} (proxy, gateway, login page)."),
            HttpStatusCode.Forbidden => Forbidden(kind, said),
            HttpStatusCode.NotFound when status?.Details?.Name is { Length: > 0 } => (ClusterFailure.TargetNotFound, "Check the name, the namespace (-n) and the --context."),
            HttpStatusCode.NotFound when kind == RequestKind.EphemeralContainer => (ClusterFailure.EphemeralContainersUnknown, "This cluster has no ephemeral containers; they need Kubernetes 1.25 or newer."),
            HttpStatusCode.NotFound => (ClusterFailure.TargetNotFound, $"{server} does not know such a thing; is it a Kubernetes API server?"),
            HttpStatusCode.UnprocessableEntity or HttpStatusCode.BadRequest or HttpStatusCode.Conflict when kind == RequestKind.EphemeralContainer => (ClusterFailure.EphemeralContainerRefused, "Check --image and --image-pull-policy; nothing was changed."),
            HttpStatusCode.UnprocessableEntity or HttpStatusCode.BadRequest when kind == RequestKind.PodCopy => (ClusterFailure.PodNotSuitable, "The API server does not take the copy of the pod as it is; nothing was changed."),
            HttpStatusCode.BadRequest or HttpStatusCode.NotAcceptable when kind == RequestKind.Exec => (ClusterFailure.ExecRefused, "Check that the container still runs ('kubectl get pod')."),
            HttpStatusCode.InternalServerError when kind == RequestKind.Exec && IsAboutTheContainer(said) => (ClusterFailure.ExecRefused, "The container does not run any more; try again, a new one is started then."),
            HttpStatusCode.Gone => (ClusterFailure.Unreachable, "What was to be read changed faster than it could be; try again, or name less (-n, -l)."),
            >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout => (ClusterFailure.Unreachable, $"{server} has trouble of its own; try again."),
            _ => (ClusterFailure.Unreachable, $"jvmdebug did not expect the answer {(int)code} from {server}."),
        };
        return new ClusterException(reason, $"Could not {what}: {said}. {next}", inner);
    }

    // container not found ("jvmdebug-x"); container is not running; cannot exec in a stopped container
    private static bool IsAboutTheContainer(string said) =>
        said.Contains("container not found", StringComparison.OrdinalIgnoreCase)
        || said.Contains("not running", StringComparison.OrdinalIgnoreCase)
        || said.Contains("stopped", StringComparison.OrdinalIgnoreCase)
        || said.Contains("failed to find container", StringComparison.OrdinalIgnoreCase)
        || said.Contains("has not been created", StringComparison.OrdinalIgnoreCase);
}
