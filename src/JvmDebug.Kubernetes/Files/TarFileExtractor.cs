using System.Formats.Tar;

namespace JvmDebug.Kubernetes.Files;

/// <summary>
/// Takes the one expected regular file out of a tar stream, and the hash behind it; nothing the pod sends decides a path here.
/// </summary>
internal static class TarFileExtractor
{
    public static async Task ExtractAsync(Stream source, RemoteFile expected, ReceivedFile file, CancellationToken cancellationToken)
    {
        await using var plain = await Compression.DecompressAsync(source, cancellationToken);
        var archive = await TarPreamble.CheckAsync(plain, expected, cancellationToken);
        await using var tar = new TarReader(archive, leaveOpen: true);
        var entry = await tar.GetNextEntryAsync(copyData: false, cancellationToken)
            ?? throw new EndOfStreamException("The pod sent an empty tar stream.");
        if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || entry.Name != expected.Path.FileName || entry.Length != expected.Size)
        {
            throw new ClusterException(ClusterFailure.TransferIncomplete, $"The pod was to send the file '{expected.Path.FileName}' of {expected.Size} bytes but sent '{entry.Name}' ({entry.EntryType}, {entry.Length} bytes); it was not written.");
        }

        if (entry.DataStream is { } data)
        {
            await file.AppendAsync(data, cancellationToken);
        }

        await file.EndAsync(archive, cancellationToken);
    }
}
