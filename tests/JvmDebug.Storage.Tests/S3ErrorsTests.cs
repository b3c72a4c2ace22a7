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

    [Fact(Timeout = 15000)]
    public async Task Where_there_are_no_credentials_one_sentence_says_it_and_the_next_what_to_do()
    {
        var location = SinkLocation.TryParse("s3://b?region=x", out _)!;
        var none = new AmazonClientException("Failed to resolve AWS credentials. The credential providers used to search for credentials returned the following errors:\n\nException 1 of 4: x.\n");

        var refused = await Assert.ThrowsAsync<StorageException>(() => S3Errors.RunAsync<int>(location, "list s3://b", () => throw none));

        Assert.Equal(StorageFailure.AccessDenied, refused.Reason);
        Assert.StartsWith("Could not list s3://b: no credentials were found (Failed to resolve AWS credentials). Set AWS_ACCESS_KEY_ID", refused.Message, StringComparison.Ordinal);
    }
}
