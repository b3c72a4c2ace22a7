using JvmDebug.Storage;

namespace JvmDebug.Diagnostics.Schedules;

/// <summary>A run as the sink holds it.</summary>
/// <param name="Last">When its youngest object was written.</param>
public sealed record StoredRun(string Id, IReadOnlyList<StoredObject> Objects, DateTimeOffset Last);

/// <summary>
/// What a sink holds of a schedule: <c>NAMESPACE/SCHEDULE/RUN/FILE</c>. Schedules of one name in two namespaces may share a sink;
/// two clusters take two prefixes.
/// </summary>
public sealed class RunArchive(ISink sink, string @namespace)
{
    // No upload takes a day; one that is younger may be another run's, or another worker's of this one.
    private static readonly TimeSpan LongestUpload = TimeSpan.FromDays(1);

    /// <summary>Of one run; ends with <c>/</c>.</summary>
    public static string FolderOf(string @namespace, string schedule, string run) => $"{@namespace}/{schedule}/{run}/";

    /// <summary>The oldest first.</summary>
    /// <exception cref="StorageException">The sink cannot be listed.</exception>
    public async Task<IReadOnlyList<StoredRun>> ListAsync(string schedule, CancellationToken cancellationToken)
    {
        var prefix = $"{@namespace}/{schedule}/";
        var objects = await sink.ListAsync(prefix, cancellationToken).ToListAsync(cancellationToken);
        return
        [
            .. objects.Where(found => found.Name.IndexOf('/', prefix.Length) > 0)
                .GroupBy(found => found.Name[prefix.Length..found.Name.IndexOf('/', prefix.Length)], StringComparer.Ordinal)
                .Select(run => new StoredRun(run.Key, [.. run], run.Max(found => found.Modified)))
                .OrderBy(run => run.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>
    /// Takes away what runs that were killed have begun to store. A store that does not let us, or does not know of such uploads, is no
    /// failure of the run.
    /// </summary>
    public async Task RemoveUnfinishedAsync(string schedule, DateTimeOffset now, IProgressReporter progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        try
        {
            if (await sink.RemoveUnfinishedAsync($"{@namespace}/{schedule}/", now - LongestUpload, cancellationToken) is > 0 and var removed)
            {
                progress.Note($"Took away {removed} unfinished {(removed == 1 ? "upload" : "uploads")} of runs that were killed");
            }
        }
        catch (StorageException e)
        {
            progress.Note($"Unfinished uploads of runs that were killed, if there are any, could not be taken away: {e.Message}");
        }
    }

    /// <summary>Deletes what <paramref name="retention"/> no longer keeps, whole runs at a time.</summary>
    /// <exception cref="StorageException">The sink cannot be listed, or does not delete.</exception>
    public async Task ExpireAsync(string schedule, Retention retention, DateTimeOffset now, IProgressReporter progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(retention);
        ArgumentNullException.ThrowIfNull(progress);
        if (retention == new Retention(null, null))
        {
            return;
        }

        foreach (var run in retention.Expired(await ListAsync(schedule, cancellationToken), run => run.Last, now))
        {
            foreach (var found in run.Objects)
            {
                await sink.DeleteAsync(found.Name, cancellationToken);
            }

            progress.Note($"Deleted run {run.Id} with {run.Objects.Count} objects, which is no longer kept");
        }
    }
}
