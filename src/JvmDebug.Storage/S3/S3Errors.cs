using System.Net;
using Amazon.Runtime;

namespace JvmDebug.Storage.S3;

/// <summary>The one place that turns answers and failures of an S3 store into <see cref="StorageException"/>.</summary>
internal static class S3Errors
{
    /// <param name="what">Completes "could not …".</param>
    public static async Task<T> RunAsync<T>(SinkLocation location, string what, Func<Task<T>> request)
    {
        try
        {
            return await request();
        }
        catch (AmazonServiceException e)
        {
            throw FromAnswer(location, what, e);
        }
        catch (AmazonClientException e) when (e.InnerException is AmazonServiceException refused)
        {
            // STS, or whoever else gives the credentials, and not the store.
            throw new StorageException(StorageFailure.AccessDenied, $"Could not {what}: no credentials were given ({e.Message.TrimEnd('.')}: {refused.Message.TrimEnd('.')}). {CredentialsHint}", e);
        }
        catch (Exception e) when (e is AmazonClientException or HttpRequestException or IOException or TaskCanceledException { InnerException: TimeoutException })
        {
            throw e.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase)
                ? new StorageException(StorageFailure.AccessDenied, $"Could not {what}: no credentials were found ({FirstSentence(e)}). {CredentialsHint}", e)
                : new StorageException(StorageFailure.Unreachable, $"Could not {what}: {EndpointOf(location)} does not answer ({Innermost(e)}). Check endpoint and route, or whether the store is down.", e);
        }
    }

    private const string CredentialsHint = "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the ServiceAccount a role (IRSA); for a schedule name a Secret with --sink-secret.";

    private static StorageException FromAnswer(SinkLocation location, string what, AmazonServiceException e)
    {
        var words = $"{e.Message.TrimEnd('.')}{(string.IsNullOrEmpty(e.ErrorCode) ? "" : $", {e.ErrorCode}")}";
        return e switch
        {
            { StatusCode: 0 } or { StatusCode: HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout } =>
                new(StorageFailure.Unreachable, $"Could not {what}: {EndpointOf(location)} does not answer ({words}; {Innermost(e)}). Check endpoint and route, or whether the store is down.", e),
            { ErrorCode: "NoSuchBucket" } => new(StorageFailure.NotFound, $"Could not {what}: there is no bucket '{location.Root}' at {EndpointOf(location)}. Create it, or correct the address.", e),
            { StatusCode: HttpStatusCode.NotFound } => new(StorageFailure.NotFound, $"Could not {what}: it is not there.", e),
            { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized } or { ErrorCode: "InvalidAccessKeyId" or "ExpiredToken" or "SignatureDoesNotMatch" } =>
                new(StorageFailure.AccessDenied, $"Could not {what}: the store refuses these credentials ({words}). {CredentialsHint}", e),
            { StatusCode: HttpStatusCode.InsufficientStorage } or { ErrorCode: "QuotaExceeded" or "XMinioStorageFull" } =>
                new(StorageFailure.NoSpace, $"Could not {what}: the store is full ({words}). Keep less (--keep-last, --keep-for), or make room.", e),
            { ErrorCode: "BadDigest" or "InvalidDigest" or "XAmzContentSHA256Mismatch" } =>
                new(StorageFailure.Damaged, $"Could not {what}: the bytes arrived damaged ({words}). Try again; if it repeats, look at what is between.", e),
            _ => new(StorageFailure.Refused, $"Could not {what}: the store says: {words} (HTTP {(int)e.StatusCode}).", e),
        };
    }

    private static string EndpointOf(SinkLocation location) => location.Options.GetValueOrDefault("endpoint") ?? "S3";

    // The SDK goes on with what each of its sources said, a line each, among them those that nobody has set up.
    private static string FirstSentence(Exception e) => e.Message.Split('\n')[0].Split(". ")[0].TrimEnd('.');

    private static string Innermost(Exception e) => e.GetBaseException().Message.TrimEnd('.');
}
