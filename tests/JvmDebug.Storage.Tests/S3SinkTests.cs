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

    [Fact(Timeout = 60_000)]
    public async Task Uploads_that_nobody_ended_are_aborted_if_they_are_old_and_below_the_prefix()
    {
        var now = DateTimeOffset.UtcNow;
        await using var server = new UploadListing(
            ("kept/shop/nightly/1/old.jfr", now.AddHours(-25)), ("kept/shop/nightly/2/under-way.jfr", now.AddHours(-1)), ("kept/shop/nightly-2/1/old.jfr", now.AddHours(-25)), ("kept/shop/nightly/1/older.jfr", now.AddDays(-9)));
        using var sink = Open("kept", server.Port);

        var removed = await sink.RemoveUnfinishedAsync("shop/nightly/", now.AddDays(-1), TestContext.Current.CancellationToken);

        Assert.Equal(["kept/shop/nightly/1/old.jfr?uploadId=u0", "kept/shop/nightly/1/older.jfr?uploadId=u3"], server.Aborted);
        Assert.Equal(2, removed);
    }

    [Fact(Timeout = 60_000)]
    public async Task Credentials_that_may_not_list_uploads_are_told_so()
    {
        await using var server = new UploadListing { Status = 403 };
        using var sink = Open("kept", server.Port);

        var refused = await Assert.ThrowsAsync<StorageException>(() => sink.RemoveUnfinishedAsync("", DateTimeOffset.UtcNow, TestContext.Current.CancellationToken));

        Assert.Equal(StorageFailure.AccessDenied, refused.Reason);
        Assert.Contains("unfinished uploads", refused.Message, StringComparison.Ordinal);
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
