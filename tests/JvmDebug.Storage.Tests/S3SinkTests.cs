using JvmDebug.Storage.Tests.Servers;
using JvmDebug.Storage.Tests.Support;
using Xunit;

namespace JvmDebug.Storage.Tests;

public sealed class S3SinkTests(S3Fixture running) : ServerSinkTests(running.Server), IClassFixture<S3Fixture>
{
    [Fact(Timeout = 60_000)]
    public async Task An_upload_in_parts_that_broke_is_aborted()
    {
        await using var proxy = new BreakableProxy(running.Server.Port);
        using var sink = Open("aborted", proxy.Port);

        await Assert.ThrowsAsync<TimeoutException>(() => sink.WriteAsync("a", Bytes.Stream(3 * UploadPump.PartSize, UploadPump.PartSize + 1), TestContext.Current.CancellationToken));

        Assert.Contains(proxy.Requests, request => request.StartsWith("DELETE /recordings/aborted/a?uploadId=", StringComparison.Ordinal));
    }

    protected override ISink Open(string prefix, int port) => Open(Address(S3Server.Bucket, port, prefix), S3Server.Account);

    protected override ISink OpenWithWrongKey() => Open(Address(S3Server.Bucket, running.Server.Port, "x"), "wrong");

    protected override ISink OpenMissing() => Open(Address("nowhere", running.Server.Port, "x"), S3Server.Account);

    // s3rver does not know the request that aborts an upload; that it is sent has a test of its own.
    protected override IEnumerable<string> Unfinished() => [];

    // Nor does s3rver check signatures of version 4: a key it does not know is all that it refuses.
    private static ISink Open(string location, string key) => OpenAt(location, ("AWS_ACCESS_KEY_ID", key), ("AWS_SECRET_ACCESS_KEY", S3Server.Account));

    private static string Address(string bucket, int port, string prefix) => $"s3://{bucket}/{prefix}?endpoint=http://127.0.0.1:{port}&tag.team=shop";
}
