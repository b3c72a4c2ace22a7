using System.Runtime.CompilerServices;
using System.Runtime.Versioning;
using JvmDebug.Cli.Recordings;
using JvmDebug.Diagnostics;
using JvmDebug.Storage;
using Xunit;

namespace JvmDebug.Cli.Tests.Recordings;

[SupportedOSPlatform("linux")]  // Unix modes
public sealed class RecordingInputsTests : IDisposable
{
    private const int Patience = 30_000;

    // So long that no other file here has the length by chance.
    private const int Length = 76_543;

    private readonly FakeSink _sink = new();
    private readonly Quiet _progress = new();

    public void Dispose() => _sink.Dispose();

    [Fact(Timeout = Patience)]
    public async Task What_is_brought_here_is_for_the_owner_alone_and_goes_with_the_command()
    {
        _sink.Objects["a.jfr"] = await File.ReadAllBytesAsync(Stored(), TestContext.Current.CancellationToken);
        string path;
        using (var inputs = await OpenAsync(TestContext.Current.CancellationToken))
        {
            path = Assert.Single(inputs.Sides[0]).Path;
            Assert.Equal(_sink.Objects["a.jfr"], await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(path)!));
        }

        Assert.False(Directory.Exists(Path.GetDirectoryName(path)));
        Assert.Equal(_sink.Objects["a.jfr"].Length, _progress.Received);
    }

    [Theory(Timeout = Patience)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_is_left_where_a_recording_does_not_come_or_the_user_has_had_enough(bool cancels)
    {
        using var cancellation = new CancellationTokenSource();
        (_sink.Objects["a.jfr"], _sink.Objects["b.jfr"]) = (new byte[Length], new byte[1]);
        string? directory = null;
        _sink.BeforeReading = async name =>
        {
            if (name == "b.jfr")
            {
                while ((directory = DirectoryOf(Length)) is null)
                {
                    await Task.Delay(10, CancellationToken.None);
                }

                await cancellation.CancelAsync();
                throw cancels ? new OperationCanceledException(cancellation.Token) : new StorageException(StorageFailure.AccessDenied, "The store refuses.");
            }
        };

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => OpenAsync(cancels ? cancellation.Token : CancellationToken.None));

        Assert.True(cancels ? failure is OperationCanceledException : failure is StorageException { Reason: StorageFailure.AccessDenied }, failure.ToString());
        Assert.NotNull(directory);
        Assert.False(Directory.Exists(directory));
    }

    [Fact(Timeout = Patience)]
    public async Task More_than_a_thousand_are_refused_with_how_many_there_are_before_one_is_fetched()
    {
        for (var i = 0; i <= RecordingInputs.Most; i++)
        {
            _sink.Objects[$"{i}.jfr"] = new byte[2048];
        }

        var refused = await Assert.ThrowsAsync<UsageException>(() => OpenAsync(TestContext.Current.CancellationToken));

        Assert.Equal("1,001 recordings are meant, and at most 1,000 are read at once. Choose with --last and --pod.", refused.Message);
        Assert.Equal(0, _progress.Received);
    }

    [Fact(Timeout = Patience)]
    public async Task What_there_is_no_room_for_is_refused_before_it_is_fetched()
    {
        _sink.Objects["a.jfr"] = [];
        _sink.Claimed = 1L << 60;

        var refused = await Assert.ThrowsAsync<JvmException>(() => OpenAsync(TestContext.Current.CancellationToken));

        Assert.Equal(JvmFailure.LocalFile, refused.Reason);
        Assert.Contains("GiB, and only ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("TMPDIR", refused.Message, StringComparison.Ordinal);
    }

    private Task<RecordingInputs> OpenAsync(CancellationToken cancellationToken) =>
        RecordingInputs.OpenAsync([new RecordingSelection(["s3://fake"])], _ => _sink, () => Stream.Null, _progress, DateTimeOffset.UtcNow, cancellationToken);

    private static string? DirectoryOf(long length) => Directory.GetDirectories(Path.GetTempPath(), "jvmdebug-*")
        .FirstOrDefault(directory => new FileInfo(Path.Combine(directory, "0.jfr")) is { Exists: true } file && file.Length == length);

    private static string Stored([CallerFilePath] string caller = "") =>
        Path.Combine(Path.GetDirectoryName(caller)!, "..", "..", "JvmDebug.Jfr.Tests", "Recordings", "jdk17.jfr.gz");

    private sealed class FakeSink : ISink
    {
        public SinkLocation Location { get; } = SinkLocation.TryParse("s3://fake", out _)!;

        public Dictionary<string, byte[]> Objects { get; } = [];

        /// <summary>The size that is listed of each object; its own if not set.</summary>
        public long? Claimed { get; set; }

        public Func<string, Task> BeforeReading { get; set; } = _ => Task.CompletedTask;

        public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            foreach (var (name, bytes) in Objects)
            {
                yield return new StoredObject(name, Claimed ?? bytes.Length, DateTimeOffset.UtcNow);
            }
        }

        public async Task<Stream> OpenReadAsync(string name, CancellationToken cancellationToken)
        {
            await BeforeReading(name);
            return new MemoryStream(Objects[name]);
        }

        public Task<WrittenObject> WriteAsync(string name, Stream content, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task DeleteAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }

    private sealed class Quiet : IProgressReporter
    {
        public long Received { get; private set; }

        public void Stage(string description)
        {
        }

        public void Note(string fact)
        {
        }

        public void Warning(string text)
        {
        }

        public void Waiting(TimeSpan elapsed, TimeSpan total)
        {
        }

        public void Transfer(long received, long total) => Received = received;
    }
}
