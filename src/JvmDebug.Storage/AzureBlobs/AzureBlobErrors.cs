using Azure;
using Azure.Identity;

namespace JvmDebug.Storage.AzureBlobs;

/// <summary>The one place that turns answers and failures of Azure's storage into <see cref="StorageException"/>.</summary>
internal static class AzureBlobErrors
{
    private const string CredentialsHint = "Set AZURE_STORAGE_KEY, AZURE_STORAGE_SAS_TOKEN or AZURE_STORAGE_CONNECTION_STRING, or give the ServiceAccount a workload identity; for a schedule name a Secret with --sink-secret.";

    /// <param name="what">Completes "could not …".</param>
    public static async Task<T> RunAsync<T>(SinkLocation location, string what, Func<Task<T>> request)
    {
        try
        {
            return await request();
        }
        catch (AuthenticationFailedException e)
        {
            throw new StorageException(StorageFailure.AccessDenied, $"Could not {what}: no credentials were found ({FirstLine(e)}). {CredentialsHint}", e);
        }
        catch (RequestFailedException e)
        {
            throw FromAnswer(location, what, e);
        }
        catch (Exception e) when (e is AggregateException or HttpRequestException or IOException or TaskCanceledException { InnerException: TimeoutException })
        {
            throw Unreachable(what, e);
        }
    }

    private static StorageException FromAnswer(SinkLocation location, string what, RequestFailedException e) => e switch
    {
        { Status: 0 or 502 or 503 or 504 } => Unreachable(what, e),
        { ErrorCode: "ContainerNotFound" } => new(StorageFailure.NotFound, $"Could not {what}: the account {location.Account} has no container '{location.Root}'. Create it, or correct the address.", e),
        { Status: 404 } => new(StorageFailure.NotFound, $"Could not {what}: it is not there.", e),
        { Status: 401 or 403 } => new(StorageFailure.AccessDenied, $"Could not {what}: the store refuses these credentials ({FirstLine(e)}). {CredentialsHint}", e),
        { Status: 507 } => new(StorageFailure.NoSpace, $"Could not {what}: the store is full ({FirstLine(e)}). Keep less (--keep-last, --keep-for), or make room.", e),
        { ErrorCode: "Md5Mismatch" } => new(StorageFailure.Damaged, $"Could not {what}: the bytes arrived damaged ({FirstLine(e)}). Try again; if it repeats, look at what is between.", e),
        _ => new(StorageFailure.Refused, $"Could not {what}: the store says: {FirstLine(e)} (HTTP {e.Status}, {e.ErrorCode}).", e),
    };

    private static StorageException Unreachable(string what, Exception e) => new(
        StorageFailure.Unreachable,
        $"Could not {what}: the store does not answer ({e.GetBaseException().Message.Split('\n')[0].TrimEnd('.', '\r')}). Check endpoint and route, or whether the store is down.",
        e);

    private static string FirstLine(Exception e) => e.Message.Split('\n')[0].TrimEnd('.', '\r');
}
