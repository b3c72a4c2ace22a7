using System.Security.Cryptography;

namespace JvmDebug.Storage;

/// <summary>Reads a stream of unknown length part by part into an upload: what must be sent again is one part, in memory.</summary>
internal static class UploadPump
{
    /// <summary>S3 takes 10,000 parts of equal size: 78 GiB, more than a heap dump that anybody would keep.</summary>
    public const int PartSize = 8 << 20;

    private static readonly TimeSpan AbortBudget = TimeSpan.FromSeconds(20);

    public static async Task<WrittenObject> RunAsync(string name, Stream content, IUpload upload, CancellationToken cancellationToken)
    {
        try
        {
            return await PumpAsync(name, content, upload, cancellationToken);
        }
        catch
        {
            using var budget = new CancellationTokenSource(AbortBudget);
            await AbortAsync(upload, budget.Token);
            throw;
        }
    }

    private static async Task<WrittenObject> PumpAsync(string name, Stream content, IUpload upload, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = Array.Empty<byte>();
        long size = 0;
        var parts = 0;
        for (var filled = 0; ; filled = 0)
        {
            (buffer, filled) = await FillAsync(content, buffer, cancellationToken);
            // An empty file is one empty part.
            if (filled > 0 || parts == 0)
            {
                hash.AppendData(buffer, 0, filled);
                size += filled;
                await upload.WritePartAsync(++parts, buffer.AsMemory(0, filled), cancellationToken);
            }

            if (filled < PartSize)
            {
                break;
            }
        }

        var written = new WrittenObject(name, size, Convert.ToHexStringLower(hash.GetHashAndReset()));
        await upload.CommitAsync(parts, written, cancellationToken);
        return written;
    }

    // Most recordings are far smaller than a part: the buffer grows with what comes.
    private static async Task<(byte[] Buffer, int Filled)> FillAsync(Stream content, byte[] buffer, CancellationToken cancellationToken)
    {
        var filled = 0;
        while (filled < PartSize)
        {
            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Clamp(buffer.Length * 2, 128 << 10, PartSize));
            }

            var read = await content.ReadAsync(buffer.AsMemory(filled), cancellationToken);
            if (read == 0)
            {
                break;
            }

            filled += read;
        }

        return (buffer, filled);
    }

    private static async Task AbortAsync(IUpload upload, CancellationToken cancellationToken)
    {
        try
        {
            await upload.AbortAsync(cancellationToken);
        }
        catch (Exception e) when (e is StorageException or OperationCanceledException)
        {
            // The failure that led here says more, and an unfinished upload is no object.
        }
    }
}
