namespace JvmDebug.Storage;

public static partial class Sinks
{
    private const int DownloadAttempts = 3;

    /// <summary>
    /// Brings an object into a new file of its owner's alone. A connection that breaks is tried again, from
    /// the start. What is left after a failure is the caller's to delete.
    /// </summary>
    /// <param name="received">Is told how many bytes more there are; fewer than none where it starts again.</param>
    /// <exception cref="StorageException">The sink does not give it; Damaged: it has another size than was listed.</exception>
    /// <exception cref="ArgumentException">The object's name is none of <see cref="ObjectName.IsValid"/>.</exception>
    /// <exception cref="IOException">The file is there, or cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be made.</exception>
    public static async Task DownloadAsync(ISink sink, StoredObject found, string path, Action<long>? received, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sink);
        ArgumentNullException.ThrowIfNull(found);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var file = new FileStream(path, options);
        await DownloadAsync(sink, found, file, received, cancellationToken);
    }

    /// <summary>Brings an object into memory, for small ones.</summary>
    /// <exception cref="ArgumentException">The object's name is none of <see cref="ObjectName.IsValid"/>.</exception>
    /// <exception cref="StorageException">The sink does not give it; Damaged: it has another size than was listed.</exception>
    public static async Task<byte[]> ReadAsync(ISink sink, StoredObject found, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sink);
        ArgumentNullException.ThrowIfNull(found);
        using var bytes = new MemoryStream();
        await DownloadAsync(sink, found, bytes, null, cancellationToken);
        return bytes.ToArray();
    }

    private static async Task DownloadAsync(ISink sink, StoredObject found, Stream target, Action<long>? received, CancellationToken cancellationToken)
    {
        ObjectName.Checked(found.Name);
        for (var attempt = 1; ; attempt++)
        {
            // The client library has tried to open it again by itself; of what breaks off later it knows nothing.
            await using var content = await sink.OpenReadAsync(found.Name, cancellationToken);
            try
            {
                await CopyAsync(sink, found, content, target, received, cancellationToken);
                return;
            }
            catch (StorageException e) when (attempt < DownloadAttempts && e.Reason == StorageFailure.Unreachable)
            {
                received?.Invoke(-target.Length);
                target.SetLength(0);
            }
        }
    }

    private static async Task CopyAsync(ISink sink, StoredObject found, Stream content, Stream target, Action<long>? received, CancellationToken cancellationToken)
    {
        var buffer = new byte[128 << 10];
        int read;
        while ((read = await NextAsync(sink, found, content, buffer, cancellationToken)) > 0)
        {
            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            received?.Invoke(read);
        }

        if (target.Length != found.Size)
        {
            throw new StorageException(StorageFailure.Damaged, $"{target.Length} of {found.Size} bytes of {sink.Location.AddressOf(found.Name)} arrived: it was replaced meanwhile, or cut. Try again.");
        }
    }

    private static async ValueTask<int> NextAsync(ISink sink, StoredObject found, Stream content, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await content.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (e is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            // Once the answer has begun each client library throws what it likes; whatever it is, the bytes did not arrive.
            throw new StorageException(StorageFailure.Unreachable, $"{sink.Location.AddressOf(found.Name)} broke off while it was read: {e.GetBaseException().Message.TrimEnd('.')}. Check the route to the store, and try again.", e);
        }
    }
}
