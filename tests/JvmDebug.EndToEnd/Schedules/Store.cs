using JvmDebug.EndToEnd.Support;
using JvmDebug.Storage;
using JvmDebug.Storage.Tests.Servers;
using Xunit;

namespace JvmDebug.EndToEnd.Schedules;

/// <summary>A server that pods store into, seen from beside them.</summary>
internal sealed class Store : IAsyncDisposable
{
    private readonly ISink _sink;

    private Store(StorageServer server, string address, Dictionary<string, string> secrets)
    {
        Server = server;
        Address = address;
        Secrets = secrets;
        _sink = Sinks.Open(SinkLocation.TryParse(address, out _)!, new SinkSecrets(name => secrets.GetValueOrDefault(name)));
    }

    public StorageServer Server { get; }

    /// <summary>As <c>--sink</c> takes it.</summary>
    public string Address { get; }

    /// <summary>The same, by way of a port of this machine.</summary>
    public string AddressThrough(int port) => Address.Replace(Uri.EscapeDataString($"{Server.Address}:{Server.Port}"), Uri.EscapeDataString($"127.0.0.1:{port}"), StringComparison.Ordinal);

    /// <summary>Keys of the Secret.</summary>
    public Dictionary<string, string> Secrets { get; }

    public static async Task<Store> S3Async(ClusterFixture cluster)
    {
        var server = new S3Server(await Shop.AddressAsync(cluster));
        await server.StartAsync();
        return new Store(
            server,
            $"s3://{S3Server.Bucket}/shop?endpoint={Uri.EscapeDataString(server.Endpoint)}&region=eu-west-1",
            new Dictionary<string, string> { ["AWS_ACCESS_KEY_ID"] = S3Server.Account, ["AWS_SECRET_ACCESS_KEY"] = S3Server.Account });
    }

    public static async Task<Store> AzureAsync(ClusterFixture cluster)
    {
        var server = new AzuriteServer(await Shop.AddressAsync(cluster));
        await server.StartAsync();
        await server.CreateContainerAsync();
        return new Store(
            server,
            $"azblob://{AzuriteServer.Account}/{AzuriteServer.Container}/shop?endpoint={Uri.EscapeDataString(server.Endpoint)}",
            new Dictionary<string, string> { ["AZURE_STORAGE_KEY"] = AzuriteServer.Key });
    }

    /// <summary>Names below the sink's prefix.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync() =>
        [.. (await _sink.ListAsync("", TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken)).Select(found => found.Name)];

    /// <summary>The folders of a schedule's runs.</summary>
    public async Task<IReadOnlyList<string>> RunsAsync(string schedule) =>
        [.. (await NamesAsync()).Select(name => name.Split('/')).Where(parts => parts[1] == schedule).Select(parts => parts[2]).Distinct().Order(StringComparer.Ordinal)];

    public async Task<byte[]> ReadAsync(string name)
    {
        await using var content = await _sink.OpenReadAsync(name, TestContext.Current.CancellationToken);
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        return bytes.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        _sink.Dispose();
        await Server.DisposeAsync();
    }
}
