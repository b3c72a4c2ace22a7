using System.Globalization;
using System.Text;
using Azure.Storage;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace JvmDebug.Storage.AzureBlobs;

/// <summary>Blocks become a blob when their list is committed; the store forgets those that never are within a week.</summary>
internal sealed class AzureBlobUpload(BlockBlobClient blob, SinkLocation location, string name) : IUpload
{
    public Task WritePartAsync(int number, ReadOnlyMemory<byte> part, CancellationToken cancellationToken) => part.Length == 0 ? Task.CompletedTask : RunAsync(async () =>
    {
        using var stream = new MemoryStream(part.ToArray(), writable: false);
        var options = new BlockBlobStageBlockOptions { TransferValidation = new UploadTransferValidationOptions { ChecksumAlgorithm = StorageChecksumAlgorithm.MD5 } };
        return await blob.StageBlockAsync(IdOf(number), stream, options, cancellationToken);
    });

    public async Task CommitAsync(int parts, WrittenObject written, CancellationToken cancellationToken)
    {
        var options = new CommitBlockListOptions
        {
            Metadata = new Dictionary<string, string> { ["sha256"] = written.Sha256 },
            Tags = location.Tags.Any() ? location.Tags.ToDictionary() : null,
        };
        await RunAsync(() => blob.CommitBlockListAsync(written.Size == 0 ? [] : Enumerable.Range(1, parts).Select(IdOf), options, cancellationToken));
        var kept = await RunAsync(() => blob.GetPropertiesAsync(cancellationToken: cancellationToken));
        if (kept.Value.ContentLength != written.Size)
        {
            throw new StorageException(StorageFailure.Damaged, $"The store says that {location.AddressOf(name)} has {kept.Value.ContentLength} bytes; {written.Size} were sent. Look at the store, and do not use that object.");
        }
    }

    // There is no request that removes uncommitted blocks and cannot hurt an older blob of that name; they are in no listing.
    public Task AbortAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static string IdOf(int number) => Convert.ToBase64String(Encoding.ASCII.GetBytes(number.ToString("d6", CultureInfo.InvariantCulture)));

    private Task<T> RunAsync<T>(Func<Task<T>> request) => AzureBlobErrors.RunAsync(location, $"write {location.AddressOf(name)}", request);
}
