using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using JvmDebug.Diagnostics.Fleets;

namespace JvmDebug.Diagnostics.Captures;

/// <summary>A dump while its lines come in. The last one tells how it went and is kept out of the file.</summary>
internal sealed class DumpedFile : IAsyncDisposable
{
    private const string StatusWord = "exit-status ";

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Queue<string> _lastLines = new();
    private readonly FileStream _file;
    private readonly string _path;
    private string? _held;
    private long _size;

    private DumpedFile(string path, FileStream file) => (_path, _file) = (path, file);

    public sealed record Finished(CollectedFile File, int? ExitStatus, string LastLines);

    /// <exception cref="JvmException">LocalFile.</exception>
    public static DumpedFile Create(string path)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
            // Names of threads hold users and requests: for the owner alone.
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            return new DumpedFile(path, new FileStream(path, options));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JvmException(JvmFailure.LocalFile, $"{path} cannot be written: {e.Message}", e);
        }
    }

    public async Task AppendAsync(string line, CancellationToken cancellationToken)
    {
        if (_held is { } held)
        {
            await WriteAsync(held, cancellationToken);
        }

        _held = line;
    }

    public async Task<Finished> FinishAsync()
    {
        int? status = _held is { } last && last.StartsWith(StatusWord, StringComparison.Ordinal) && int.TryParse(last.AsSpan(StatusWord.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : null;
        await _file.FlushAsync();
        return new Finished(new CollectedFile(_path, _size, Convert.ToHexStringLower(_hash.GetHashAndReset())), status, string.Join('\n', _lastLines));
    }

    public async ValueTask DisposeAsync()
    {
        _hash.Dispose();
        await _file.DisposeAsync();
    }

    private async Task WriteAsync(string line, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
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
        _lastLines.Enqueue(line);
        if (_lastLines.Count > 5)
        {
            _lastLines.Dequeue();
        }
    }
}
