using Amazon;
using Amazon.Runtime;
using Amazon.RuntimeDependencies;
using Amazon.S3;
using Amazon.SecurityToken;

namespace JvmDebug.Storage.S3;

/// <summary>A client for S3 itself or for anything that speaks like it.</summary>
internal static class S3Clients
{
    private const int Retries = 10;

    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(100);

    // The SDK finds STS (for IRSA's web identity) by reflection otherwise, which native AOT does not have.
    static S3Clients() => GlobalRuntimeDependencyRegistry.Instance.RegisterSecurityTokenServiceClient(_ => new AmazonSecurityTokenServiceClient(
        new AnonymousAWSCredentials(),
        new AmazonSecurityTokenServiceConfig { RegionEndpoint = RegionEndpoint.GetBySystemName(Environment.GetEnvironmentVariable("AWS_REGION") ?? "us-east-1") }));

    /// <summary>
    /// Keys by name from the secrets; without them the SDK's own chain: IRSA's web identity, EKS Pod Identity, the shared
    /// credentials file, the instance's role.
    /// </summary>
    /// <exception cref="StorageException">Configuration.</exception>
    public static IAmazonS3 Create(SinkLocation location, SinkSecrets secrets)
    {
        var key = secrets.Find("AWS_ACCESS_KEY_ID");
        var secret = secrets.Find("AWS_SECRET_ACCESS_KEY");
        if (key is null != secret is null)
        {
            throw new StorageException(StorageFailure.Configuration, $"{location.Text}: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY go together, and only one of them is set.");
        }

        var config = Config(location, secrets);
        return (key, secrets.Find("AWS_SESSION_TOKEN")) switch
        {
            (null, _) => new AmazonS3Client(config),
            (_, null) => new AmazonS3Client(new BasicAWSCredentials(key, secret), config),
            var (_, token) => new AmazonS3Client(new SessionAWSCredentials(key, secret, token), config),
        };
    }

    private static AmazonS3Config Config(SinkLocation location, SinkSecrets secrets)
    {
        var endpoint = location.Options.GetValueOrDefault("endpoint") ?? secrets.Find("AWS_ENDPOINT_URL_S3") ?? secrets.Find("AWS_ENDPOINT_URL");
        var region = location.Options.GetValueOrDefault("region") ?? secrets.Find("AWS_REGION") ?? secrets.Find("AWS_DEFAULT_REGION") ?? (endpoint is null ? null : "us-east-1");
        var config = new AmazonS3Config
        {
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = Retries,
            Timeout = LongestSilence,
            // Ours is Content-MD5, which every store checks; the SDK's newer trailers are unknown to many of them.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            // Buckets as host names need a wildcard in DNS and certificate, which hardly any store of one's own has.
            ForcePathStyle = location.Options.TryGetValue("path-style", out var style) ? style == "true" : endpoint is not null,
        };
        if (endpoint is not null)
        {
            config.ServiceURL = endpoint;
            config.AuthenticationRegion = region;
        }
        else if (region is not null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }
        else
        {
            throw new StorageException(StorageFailure.Configuration, $"{location.Text} does not say in which region the bucket is: add ?region=NAME, or set AWS_REGION.");
        }

        return config;
    }
}
