namespace JvmDebug.Diagnostics.Captures;

/// <summary>Where a heap dump goes, byte by byte. It appears there complete or not at all.</summary>
internal interface IHeapDumpDestination : IAsyncDisposable
{
    /// <summary>Written to synchronously.</summary>
    Stream Stream { get; }

    /// <summary>Makes it appear; disposing without this leaves nothing.</summary>
    Task<KeptHeapDump> KeepAsync();
}

/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Of what is kept, where that is computed anyway; null else.</param>
internal sealed record KeptHeapDump(string Path, long Size, string? Sha256);
