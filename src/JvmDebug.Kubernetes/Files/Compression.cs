using System.IO.Compression;
using ZstdSharp;

namespace JvmDebug.Kubernetes.Files;

/// <summary>Whatever compressor the debug image has: the stream says which (gzip RFC 1952, zstd RFC 8878, else none).</summary>
internal static class Compression
{
    public static async Task<Stream> DecompressAsync(Stream source, CancellationToken cancellationToken)
    {
        var head = new byte[4];
        var length = await source.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        var whole = new PrefixedStream(head.AsMemory(0, length), source);
        return head switch
        {
            [0x1F, 0x8B, ..] => new GZipStream(whole, CompressionMode.Decompress),
            [0x28, 0xB5, 0x2F, 0xFD] => new DecompressionStream(whole, leaveOpen: true),
            _ => whole,
        };
    }
}
