using System.Runtime.CompilerServices;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace JvmDebug.Storage.AzureBlobs;

internal sealed class AzureBlobSink(SinkLocation location, BlobContainerClient container) : ISink
{
    public SinkLocation Location => location;

    public Task<WrittenObject> WriteAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        var key = KeyOf(name);
        return UploadPump.RunAsync(name, content, new AzureBlobUpload(container.GetBlockBlobClient(key), location, name), cancellationToken);
    }

    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pages = container.GetBlobsAsync(BlobTraits.None, BlobStates.None, location.Prefix + prefix, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var _ = pages;
        while (await AzureBlobErrors.RunAsync(location, $"list {location.Text}", async () => await pages.MoveNextAsync()))
        {
            var blob = pages.Current;
            yield return new StoredObject(blob.Name[location.Prefix.Length..], blob.Properties.ContentLength ?? 0, blob.Properties.LastModified ?? default);
        }
    }

    public Task<Stream> OpenReadAsync(string name, CancellationToken cancellationToken) => AzureBlobErrors.RunAsync(
        location,
        $"read {location.AddressOf(name)}",
        async () => (await container.GetBlobClient(KeyOf(name)).DownloadStreamingAsync(cancellationToken: cancellationToken)).Value.Content);

    public Task DeleteAsync(string name, CancellationToken cancellationToken) => AzureBlobErrors.RunAsync(
        location,
        $"delete {location.AddressOf(name)}",
        () => container.DeleteBlobIfExistsAsync(KeyOf(name), DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken));

    public void Dispose()
    {
    }

    private string KeyOf(string name) => location.Prefix + ObjectName.Checked(name);
}
