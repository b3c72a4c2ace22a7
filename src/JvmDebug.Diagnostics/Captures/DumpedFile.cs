using System.Globalization;
using System.Security.Cryptography;
using JvmDebug.Diagnostics.Fleets;
using JvmDebug.Kubernetes.Files;

namespace JvmDebug.Diagnostics.Captures;

/// <summary>A dump while its lines come in, under another name until it is kept. The last line tells how it went and is kept out of the file.</summary>
internal sealed class DumpedFile : IAsyncDisposable
{
    // Of a million virtual threads it has one.
    internal const long Largest = 4L << 30;

    private static readonly byte[] StatusWord = "exit-status "u8.ToArray();

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Queue<byte[]> _lastLines = new();
    private readonly FileStream _file;
    private readonly string _path;
    private readonly string _part;
    private readonly long _largest;
    private byte[]? _held;
    private long _size;

    private DumpedFile(string path, string part, FileStream file, long largest) => (_path, _part, _file, _largest) = (path, part, file, largest);

    /// <summary>How it went; null while that line is not there.</summary>
    public int? ExitStatus => _held is { } last && last.AsSpan().StartsWith(StatusWord)
        && int.TryParse(last.AsSpan(StatusWord.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : null;

    public string LastLines => string.Concat(_lastLines.Select(line => ModifiedUtf8.Decode(line)));

    /// <exception cref="JvmException">LocalFile.</exception>
    public static DumpedFile Create(string path, long largest = Largest)
    {
        try
        {
            var part = PrivateFile.PartOf(path);
            return new DumpedFile(path, part, PrivateFile.Create(part, FileOptions.Asynchronous), largest);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JvmException(JvmFailure.LocalFile, $"{path} cannot be written: {e.Message}", e);
        }
    }

    /// <param name="line">As the JVM printed it, whatever its encoding.</param>
    /// <exception cref="JvmException">LocalFile; JcmdFailed: it is more than any dump.</exception>
    public async Task AppendAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        if (_held is { } held)
        {
            await WriteAsync(held, cancellationToken);
        }

        _held = line.ToArray();
    }

    /// <summary>Gives it its name. What is not kept is deleted.</summary>
    /// <exception cref="JvmException">LocalFile.</exception>
    public async Task<CollectedFile> KeepAsync()
    {
        try
        {
            await _file.DisposeAsync();
            if (!PrivateFile.TryName(_part, _path))
            {
                throw new JvmException(JvmFailure.LocalFile, $"{_path} exists by now; name another --output.");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JvmException(JvmFailure.LocalFile, $"{_path} cannot be written: {e.Message}", e);
        }

        return new CollectedFile(_path, _size, Convert.ToHexStringLower(_hash.GetHashAndReset()));
    }

    public async ValueTask DisposeAsync()
    {
        _hash.Dispose();
        await _file.DisposeAsync();
        File.Delete(_part);
    }

    private async Task WriteAsync(byte[] line, CancellationToken cancellationToken)
    {
        byte[] bytes = [.. line, (byte)'\n'];
        if (_size + bytes.Length > _largest)
        {
            throw new JvmException(JvmFailure.JcmdFailed, $"The JVM sent more than {_largest >> 20} MiB for one thread dump, which is none any more; what came of it was removed.");
        }

        try
        {
            await _file.WriteAsync(bytes, cancellationToken);
        }
        catch (IOException e)
        {
            throw new JvmException(JvmFailure.LocalFile, $"{_path} cannot be written: {e.Message}", e);
        }

        _hash.AppendData(bytes);
        _size += bytes.Length;
        _lastLines.Enqueue(bytes);
        if (_lastLines.Count > 5)
        {
            _lastLines.Dequeue();
        }
    }
}
