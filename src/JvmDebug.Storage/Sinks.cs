using System.Globalization;
using JvmDebug.Storage.AzureBlobs;
using JvmDebug.Storage.Files;
using JvmDebug.Storage.S3;

namespace JvmDebug.Storage;

/// <summary>Opens sinks, asks whether one can be written, and brings here what they hold.</summary>
public static partial class Sinks
{
    /// <summary>Contacts nothing yet.</summary>
    /// <exception cref="StorageException">Configuration.</exception>
    public static ISink Open(SinkLocation location, SinkSecrets secrets)
    {
        ArgumentNullException.ThrowIfNull(location);
        ArgumentNullException.ThrowIfNull(secrets);
        return location.Kind switch
        {
            SinkKind.File => new FileSink(location),
            SinkKind.S3 => new S3Sink(location, S3Clients.Create(location, secrets)),
            _ => new AzureBlobSink(location, AzureBlobClients.Create(location, secrets)),
        };
    }

    /// <summary>Writes a small object and deletes it: what a schedule does every hour must be possible when it is made.</summary>
    /// <exception cref="StorageException">What stands in the way.</exception>
    public static async Task CheckWritableAsync(ISink sink, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sink);
        var name = string.Create(CultureInfo.InvariantCulture, $".jvmdebug-check-{Guid.NewGuid():N}");
        using var content = new MemoryStream("jvmdebug was here\n"u8.ToArray());
        await sink.WriteAsync(name, content, cancellationToken);
        await sink.DeleteAsync(name, cancellationToken);
    }
}
