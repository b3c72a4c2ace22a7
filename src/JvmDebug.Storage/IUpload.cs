namespace JvmDebug.Storage;

/// <summary>An object on its way into a store, in parts of <see cref="UploadPump.PartSize"/> (the last one may be shorter).</summary>
internal interface IUpload
{
    /// <param name="number">From 1.</param>
    Task WritePartAsync(int number, ReadOnlyMemory<byte> part, CancellationToken cancellationToken);

    /// <summary>Makes the object appear, and proves that it is what was sent.</summary>
    Task CommitAsync(int parts, WrittenObject written, CancellationToken cancellationToken);

    /// <summary>Leaves nothing of it. Called after any failure, also of <see cref="CommitAsync"/>.</summary>
    Task AbortAsync(CancellationToken cancellationToken);
}
