using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Controllers;

/// <summary>
/// The failed pods of each job, those among them that were deleted before they had ended. A real controller keeps these in
/// the store with a finalizer (batch.kubernetes.io/job-tracking) until it has counted them; this one remembers them.
/// </summary>
internal sealed class JobFailures
{
    private readonly Dictionary<string, (HashSet<string> Active, HashSet<string> Failed)> _jobs = new(StringComparer.Ordinal);

    public int Count(JsonObject job, IReadOnlyList<JsonObject> pods)
    {
        var (before, failed) = _jobs.TryGetValue(job.Uid(), out var known) ? known : ([], new HashSet<string>(StringComparer.Ordinal));
        var active = pods.Where(PodState.IsActive).Select(p => p.Uid()).ToHashSet(StringComparer.Ordinal);
        failed.UnionWith(before.Except(active).Except(pods.Where(PodState.IsSucceeded).Select(p => p.Uid())));
        failed.UnionWith(pods.Where(PodState.IsFailed).Select(p => p.Uid()));
        _jobs[job.Uid()] = (active, failed);
        return failed.Count;
    }

    /// <summary>The controller itself deletes those that run: what it does not want any more has not failed.</summary>
    public void Excuse(JsonObject job) => _jobs[job.Uid()].Active.Clear();
}
