using JvmDebug.Storage.Tests.Servers;
using Xunit;

namespace JvmDebug.Storage.Tests;

public sealed class AzureBlobSinkTests(AzuriteFixture running) : ServerSinkTests(running.Server), IClassFixture<AzuriteFixture>
{
    protected override ISink Open(string prefix, int port) => OpenAt(Address(AzuriteServer.Container, port, prefix), ("AZURE_STORAGE_KEY", AzuriteServer.Key));

    protected override ISink OpenWithWrongKey() => OpenAt(Address(AzuriteServer.Container, running.Server.Port, "x"), ("AZURE_STORAGE_KEY", Convert.ToBase64String("wrong"u8)));

    protected override ISink OpenMissing() => OpenAt(Address("nowhere", running.Server.Port, "x"), ("AZURE_STORAGE_KEY", AzuriteServer.Key));

    // Blocks that were never committed are in no listing, and there is no other way to see them.
    protected override IEnumerable<string> Unfinished() => [];

    private static string Address(string container, int port, string prefix) =>
        $"azblob://{AzuriteServer.Account}/{container}/{prefix}?endpoint=http://127.0.0.1:{port}/{AzuriteServer.Account}";
}
