using System.Net;
using Xunit;

namespace JvmDebug.Storage.Tests.Servers;

/// <summary>One server for all tests of a class.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    internal AzuriteServer Server { get; } = new(IPAddress.Loopback);

    public async ValueTask InitializeAsync()
    {
        await Server.StartAsync();
        await Server.CreateContainerAsync();
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
