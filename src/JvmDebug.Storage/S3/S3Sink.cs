using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;

namespace JvmDebug.Storage.S3;

internal sealed class S3Sink(SinkLocation location, IAmazonS3 client) : ISink
{
    public SinkLocation Location => location;

    public Task<WrittenObject> WriteAsync(string name, Stream content, CancellationToken cancellationToken) =>
        UploadPump.RunAsync(name, content, new S3Upload(client, location, KeyOf(name)), cancellationToken);

    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = location.Root, Prefix = location.Prefix + prefix };
        do
        {
            var page = await S3Errors.RunAsync(location, $"list {location.Text}", () => client.ListObjectsV2Async(request, cancellationToken));
            foreach (var found in page.S3Objects ?? [])
            {
                yield return new StoredObject(
                    found.Key[location.Prefix.Length..],
                    found.Size ?? 0,
                    new DateTimeOffset(DateTime.SpecifyKind((found.LastModified ?? default).ToUniversalTime(), DateTimeKind.Utc)));
            }

            request.ContinuationToken = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (request.ContinuationToken is not null);
    }

    public async Task<Stream> OpenReadAsync(string name, CancellationToken cancellationToken)
    {
        var answer = await S3Errors.RunAsync(location, $"read {location.AddressOf(name)}", () => client.GetObjectAsync(location.Root, KeyOf(name), cancellationToken));
        return answer.ResponseStream;
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken) =>
        S3Errors.RunAsync(location, $"delete {location.AddressOf(name)}", () => client.DeleteObjectAsync(location.Root, KeyOf(name), cancellationToken));

    public async Task<int> RemoveUnfinishedAsync(string prefix, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var request = new ListMultipartUploadsRequest { BucketName = location.Root, Prefix = location.Prefix + prefix };
        var removed = 0;
        bool more;
        do
        {
            var page = await S3Errors.RunAsync(location, $"list the unfinished uploads of {location.Text}", () => client.ListMultipartUploadsAsync(request, cancellationToken));
            // A store that does not know the request may answer with something else, or with all there is.
            foreach (var found in (page.MultipartUploads ?? []).Where(found => found.Key.StartsWith(request.Prefix, StringComparison.Ordinal) && found.Initiated?.ToUniversalTime() < before.UtcDateTime))
            {
                try
                {
                    await S3Errors.RunAsync(location, $"abort an upload of s3://{location.Root}/{found.Key}", () => client.AbortMultipartUploadAsync(location.Root, found.Key, found.UploadId, cancellationToken));
                    removed++;
                }
                catch (StorageException e) when (e.Reason == StorageFailure.NotFound)
                {
                    // Another run was faster.
                }
            }

            // A store that does not know the markers begins anew each time.
            more = page.IsTruncated == true && page.NextKeyMarker is not null && (page.NextKeyMarker, page.NextUploadIdMarker) != (request.KeyMarker, request.UploadIdMarker);
            (request.KeyMarker, request.UploadIdMarker) = (page.NextKeyMarker, page.NextUploadIdMarker);
        }
        while (more);
        return removed;
    }

    public void Dispose() => client.Dispose();

    private string KeyOf(string name) => location.Prefix + ObjectName.Checked(name);
}
