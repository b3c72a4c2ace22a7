using JvmDebug.Diagnostics.Fleets;
using JvmDebug.Storage;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Fleets;

public sealed class FleetSinkTests : IDisposable
{
    private static readonly DebugTarget Target = new() { Name = "deploy/cart", All = true };

    private readonly string _directory = Directory.CreateTempSubdirectory("jvmdebug-fleet-").FullName;

    private string Manifest => Path.Combine(_directory, "run", FleetManifest.Name);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact(Timeout = 30_000)]
    public async Task What_was_stored_before_an_interruption_has_its_manifest_and_the_interruption_is_told()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WriteAsync(new PodOutcome<string>("cart-0", null, TimeSpan.Zero, "stored", null)));

        Assert.Contains("cart-0", await File.ReadAllTextAsync(Manifest, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task Where_nothing_was_stored_before_it_there_is_no_manifest()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WriteAsync(new PodOutcome<string>("cart-0", null, TimeSpan.Zero, null, new OperationCanceledException())));

        Assert.False(File.Exists(Manifest));
    }

    private async Task WriteAsync(PodOutcome<string> outcome)
    {
        using var sink = Sinks.Open(SinkLocation.TryParse("file://" + _directory, out _)!, SinkSecrets.OfProcess);
        var result = new FleetResult<string>(DateTimeOffset.UnixEpoch, TimeSpan.Zero, 1, [outcome]);
        await new FleetSink(sink, "run/").WriteManifestAsync("jfr capture", Target, result, _ => [], FleetManifest.Name, new CancellationToken(canceled: true));
    }
}
