using System.Diagnostics;
using System.Net;

namespace JvmDebug.Storage.Tests.Servers;

/// <summary>s3rver with one bucket.</summary>
public sealed class S3Server(IPAddress address) : StorageServer(address)
{
    public const string Bucket = "recordings";

    /// <summary>The only account that s3rver knows, key and secret.</summary>
    public const string Account = "S3RVER";

    public string Endpoint => $"http://{Address}:{Port}";

    protected override void Configure(ProcessStartInfo start)
    {
        ArgumentNullException.ThrowIfNull(start);
        foreach (var argument in new[]
        {
            Path.Combine(Modules, "s3rver", "bin", "s3rver.js"),
            "--directory", Data,
            "--address", Address.ToString(),
            "--port", $"{Port}",
            "--no-vhost-buckets",
            "--configure-bucket", Bucket,
        })
        {
            start.ArgumentList.Add(argument);
        }
    }
}
