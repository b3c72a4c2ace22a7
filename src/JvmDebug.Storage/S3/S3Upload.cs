using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;

namespace JvmDebug.Storage.S3;

/// <summary>One PUT for what fits into a part, a multipart upload for more.</summary>
internal sealed class S3Upload(IAmazonS3 client, SinkLocation location, string key) : IUpload
{
    private readonly List<PartETag> _parts = [];
    private string? _uploadId;
    private bool _put;

    public async Task WritePartAsync(int number, ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        if (number == 1 && part.Length < UploadPump.PartSize)
        {
            var answer = await PutAsync(part, cancellationToken);
            _put = true;
            Check(answer.ETag, answer.ServerSideEncryptionMethod, part.Span);
            return;
        }

        _uploadId ??= await BeginAsync(cancellationToken);
        if (part.Length > 0)
        {
            _parts.Add(await SendAsync(number, part, cancellationToken));
        }
    }

    public async Task CommitAsync(int parts, WrittenObject written, CancellationToken cancellationToken)
    {
        if (_uploadId is not null)
        {
            var request = new CompleteMultipartUploadRequest { BucketName = location.Root, Key = key, UploadId = _uploadId, PartETags = _parts };
            await RunAsync(() => client.CompleteMultipartUploadAsync(request, cancellationToken));
            _uploadId = null;
        }

        var kept = await RunAsync(() => client.GetObjectMetadataAsync(location.Root, key, cancellationToken));
        if (kept.ContentLength != written.Size)
        {
            throw new StorageException(StorageFailure.Damaged, $"The store says that s3://{location.Root}/{key} has {kept.ContentLength} bytes; {written.Size} were sent. Look at the store, and do not use that object.");
        }
    }

    // Parts of an upload that nobody ended cost money for ever and are in no listing.
    public async Task AbortAsync(CancellationToken cancellationToken)
    {
        if (_uploadId is not null)
        {
            await RunAsync(() => client.AbortMultipartUploadAsync(location.Root, key, _uploadId, cancellationToken));
        }
        else if (_put)
        {
            await RunAsync(() => client.DeleteObjectAsync(location.Root, key, cancellationToken));
        }
    }

    // Some stores do not look at Content-MD5, and tell the MD5 of what they keep. One under a key of KMS tells something else.
    private void Check(string? etag, ServerSideEncryptionMethod? encryption, ReadOnlySpan<byte> sent)
    {
        var kept = etag?.Trim('"') ?? "";
        var isMd5 = kept.Length == 32 && kept.All(char.IsAsciiHexDigit) && encryption?.Value is (null or "" or "AES256");
        var expected = Convert.ToHexStringLower(Convert.FromBase64String(Md5(sent)));
        if (isMd5 && !string.Equals(kept, expected, StringComparison.OrdinalIgnoreCase))
        {
            throw new StorageException(StorageFailure.Damaged, $"Could not write s3://{location.Root}/{key}: the bytes arrived damaged (MD5 {kept}, sent {expected}). Try again; if it repeats, look at what is between.");
        }
    }

    private Task<PutObjectResponse> PutAsync(ReadOnlyMemory<byte> all, CancellationToken cancellationToken) => RunAsync(async () =>
    {
        using var stream = new MemoryStream(all.ToArray(), writable: false);
        var request = new PutObjectRequest
        {
            BucketName = location.Root,
            Key = key,
            InputStream = stream,
            AutoCloseStream = false,
            MD5Digest = Md5(all.Span),
            UseChunkEncoding = false,
            ServerSideEncryptionMethod = Encryption,
            ServerSideEncryptionKeyManagementServiceKeyId = location.Options.GetValueOrDefault("sse-key"),
            TagSet = Tags,
        };
        return await client.PutObjectAsync(request, cancellationToken);
    });

    private async Task<string> BeginAsync(CancellationToken cancellationToken)
    {
        var request = new InitiateMultipartUploadRequest
        {
            BucketName = location.Root,
            Key = key,
            ServerSideEncryptionMethod = Encryption,
            ServerSideEncryptionKeyManagementServiceKeyId = location.Options.GetValueOrDefault("sse-key"),
            TagSet = Tags,
        };
        var answer = await RunAsync(() => client.InitiateMultipartUploadAsync(request, cancellationToken));
        return answer.UploadId;
    }

    private async Task<PartETag> SendAsync(int number, ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(part.ToArray(), writable: false);
        var request = new UploadPartRequest
        {
            BucketName = location.Root,
            Key = key,
            UploadId = _uploadId,
            PartNumber = number,
            PartSize = part.Length,
            InputStream = stream,
            MD5Digest = Md5(part.Span),
            UseChunkEncoding = false,
        };
        var answer = await RunAsync(() => client.UploadPartAsync(request, cancellationToken));
        Check(answer.ETag, answer.ServerSideEncryptionMethod, part.Span);
        return new PartETag(number, answer.ETag);
    }

    private ServerSideEncryptionMethod? Encryption => location.Options.GetValueOrDefault("sse") is { } method ? new ServerSideEncryptionMethod(method) : null;

    private List<Tag>? Tags => location.Tags.Any() ? [.. location.Tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })] : null;

    private Task<T> RunAsync<T>(Func<Task<T>> request) => S3Errors.RunAsync(location, $"write s3://{location.Root}/{key}", request);

    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "Content-MD5 guards against damage, not malice; it is what every S3 store checks.")]
    private static string Md5(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(MD5.HashData(bytes));
}
