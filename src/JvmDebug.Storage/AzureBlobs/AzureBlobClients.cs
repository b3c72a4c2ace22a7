using Azure;
using Azure.Core;
using Azure.Identity;
using Azure.Storage;
using Azure.Storage.Blobs;

namespace JvmDebug.Storage.AzureBlobs;

/// <summary>A client for one container of blobs.</summary>
internal static class AzureBlobClients
{
    /// <summary>
    /// <c>AZURE_STORAGE_CONNECTION_STRING</c>, else <c>AZURE_STORAGE_KEY</c>, else <c>AZURE_STORAGE_SAS_TOKEN</c>, else AKS'
    /// workload identity, else the machine's managed identity.
    /// </summary>
    /// <exception cref="StorageException">Configuration.</exception>
    public static BlobContainerClient Create(SinkLocation location, SinkSecrets secrets)
    {
        try
        {
            if (secrets.Find("AZURE_STORAGE_CONNECTION_STRING") is { } connection)
            {
                return new BlobContainerClient(connection, location.Root, Options());
            }

            var container = ContainerUri(location);
            return (secrets.Find("AZURE_STORAGE_KEY"), secrets.Find("AZURE_STORAGE_SAS_TOKEN")) switch
            {
                ({ } key, _) => new BlobContainerClient(container, new StorageSharedKeyCredential(location.Account, key), Options()),
                (_, { } sas) => new BlobContainerClient(container, new AzureSasCredential(sas.TrimStart('?')), Options()),
                _ => new BlobContainerClient(container, Identity(secrets), Options()),
            };
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new StorageException(StorageFailure.Configuration, $"{location.Text}: the credentials cannot be used: {e.Message}", e);
        }
    }

    private static TokenCredential Identity(SinkSecrets secrets) => secrets.Find("AZURE_FEDERATED_TOKEN_FILE") is null
        ? new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned)
        : new WorkloadIdentityCredential();

    private static Uri ContainerUri(SinkLocation location)
    {
        var service = location.Options.GetValueOrDefault("endpoint") ?? $"https://{location.Account}.blob.core.windows.net";
        return new Uri($"{service.TrimEnd('/')}/{location.Root}");
    }

    private static BlobClientOptions Options() => new()
    {
        Retry =
        {
            Mode = RetryMode.Exponential,
            Delay = TimeSpan.FromSeconds(0.8),
            MaxDelay = TimeSpan.FromSeconds(20),
            MaxRetries = 8,
            NetworkTimeout = TimeSpan.FromSeconds(100),
        },
    };
}
