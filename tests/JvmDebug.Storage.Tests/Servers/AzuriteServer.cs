using System.Diagnostics;
using System.Net;
using Azure.Storage;
using Azure.Storage.Blobs;

namespace JvmDebug.Storage.Tests.Servers;

/// <summary>Azurite's blob service with one account and one container.</summary>
public sealed class AzuriteServer(IPAddress address) : StorageServer(address)
{
    public const string Account = "jvmdebug";

    public const string Container = "recordings";

    /// <summary>Any base64 does; this one says what it is.</summary>
    public static string Key { get; } = Convert.ToBase64String("an account key of the tests' own"u8);

    public string Endpoint => $"http://{Address}:{Port}/{Account}";

    public async Task CreateContainerAsync() =>
        await new BlobContainerClient(new Uri($"{Endpoint}/{Container}"), new StorageSharedKeyCredential(Account, Key)).CreateIfNotExistsAsync();

    protected override void Configure(ProcessStartInfo start)
    {
        ArgumentNullException.ThrowIfNull(start);
        start.Environment["AZURITE_ACCOUNTS"] = $"{Account}:{Key}";
        foreach (var argument in new[]
        {
            Path.Combine(Modules, "azurite", "dist", "src", "blob", "main.js"),
            "--blobHost", Address.ToString(),
            "--blobPort", $"{Port}",
            "--location", Data,
            "--silent",
            "--disableTelemetry",
            "--disableProductStyleUrl",
            "--skipApiVersionCheck",
        })
        {
            start.ArgumentList.Add(argument);
        }
    }
}
