namespace JvmDebug.Storage;

/// <summary>
/// A place that keeps captured files: a directory, a bucket, a container of blobs. Names are relative, with <c>/</c> between
/// their parts. Every member throws <see cref="StorageException"/> for what the store does, and nothing else.
/// </summary>
public interface ISink : IDisposable
{
    SinkLocation Location { get; }

    /// <summary>
    /// Keeps the whole of <paramref name="content"/>, of whatever length, under <paramref name="name"/>; an object of that name
    /// is replaced. It appears complete and verified or not at all: what <paramref name="content"/> throws, and a cancellation,
    /// undo what was begun.
    /// </summary>
    Task<WrittenObject> WriteAsync(string name, Stream content, CancellationToken cancellationToken);

    /// <summary>All objects whose name begins with <paramref name="prefix"/>, by name.</summary>
    IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <exception cref="StorageException">NotFound among others.</exception>
    Task<Stream> OpenReadAsync(string name, CancellationToken cancellationToken);

    /// <summary>Deletes the object; one that is not there is deleted already.</summary>
    Task DeleteAsync(string name, CancellationToken cancellationToken);

    /// <summary>
    /// Takes away what is left of uploads below <paramref name="prefix"/> that nobody ended, because their process was killed: they
    /// are in no listing and are kept, and paid for, all the same. Nothing to do where the store forgets them by itself.
    /// </summary>
    /// <param name="before">Younger ones may be under way.</param>
    /// <returns>How many there were.</returns>
    Task<int> RemoveUnfinishedAsync(string prefix, DateTimeOffset before, CancellationToken cancellationToken) => Task.FromResult(0);
}

/// <param name="Size">Bytes.</param>
public sealed record StoredObject(string Name, long Size, DateTimeOffset Modified);

/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Of all bytes, in lower-case hexadecimal.</param>
public sealed record WrittenObject(string Name, long Size, string Sha256);
