using System.Text;

namespace JvmDebug.Kubernetes.Files;

/// <summary>
/// The line <c>sha256 HEX</c> behind the bytes of a file, where the pod computes it while it sends. Zeros may stand before
/// it: a tar is padded with them, to 512 bytes and to its last record of 10 KiB.
/// </summary>
internal static class HashLine
{
    private const string Keyword = "sha256 ";
    private const int HexLength = 64;

    /// <summary>Reads no further than that line; null if the stream ended before it did.</summary>
    /// <exception cref="ClusterException">TransferIncomplete: something else follows.</exception>
    public static async Task<string?> ReadAsync(Stream source, RemoteFile expected, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        var buffer = new byte[1024];
        while (true)
        {
            var read = await source.ReadAsync(buffer, cancellationToken);
            if (read == 0)
            {
                return null;
            }

            var text = Encoding.ASCII.GetString(buffer, 0, read);
            line.Append(line.Length == 0 ? text.TrimStart('\0') : text);
            if (line.Length > 0 && line[^1] == '\n')
            {
                return Parse(line.ToString(0, line.Length - 1)) ?? throw SomethingElse(expected);
            }

            if (line.Length > Keyword.Length + HexLength)
            {
                throw SomethingElse(expected);
            }
        }
    }

    public static ClusterException SomethingElse(RemoteFile expected) =>
        new(ClusterFailure.TransferIncomplete, $"Behind the {expected.Size} bytes of {expected.Path} that were announced the pod sent something else than their SHA-256; nothing of it is kept. Try again.");

    private static string? Parse(string line) =>
        line.StartsWith(Keyword, StringComparison.Ordinal) && line.Length == Keyword.Length + HexLength && line[Keyword.Length..].All(char.IsAsciiHexDigit)
            ? line[Keyword.Length..]
            : null;
}
