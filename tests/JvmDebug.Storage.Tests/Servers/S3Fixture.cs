using System.Net;
using Xunit;

namespace JvmDebug.Storage.Tests.Servers;

/// <summary>One server for all tests of a class.</summary>
public sealed class S3Fixture : IAsyncLifetime
{
    internal S3Server Server { get; } = new(IPAddress.Loopback);

    public async ValueTask InitializeAsync() => await Server.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
