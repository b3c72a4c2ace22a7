using Amazon.Runtime;
using JvmDebug.Storage.S3;
using Xunit;

namespace JvmDebug.Storage.Tests;

public sealed class S3ErrorsTests
{
    [Fact(Timeout = 15000)]
    public async Task A_role_that_cannot_be_assumed_is_no_store_that_is_down()
    {
        var location = SinkLocation.TryParse("s3://b?region=x", out _)!;
        var assume = new AmazonClientException("Error calling AssumeRole for role arn:x", new AmazonServiceException("the token is expired"));

        var refused = await Assert.ThrowsAsync<StorageException>(() => S3Errors.RunAsync<int>(location, "write s3://b/a", () => throw assume));

        Assert.Equal(StorageFailure.AccessDenied, refused.Reason);
        Assert.Contains("the token is expired", refused.Message, StringComparison.Ordinal);
    }
}
