using System.Diagnostics;
using System.Net;
using JvmDebug.Kubernetes.Pods;
using JvmDebug.Kubernetes.Tests.Support;
using Xunit;

namespace JvmDebug.Kubernetes.Tests.Configuration;

/// <summary>It sets a variable of the process while a connection is opened, which C libraries must not read in another thread.</summary>
[CollectionDefinition(nameof(SystemTrustStoreTests), DisableParallelization = true)]
[Collection(nameof(SystemTrustStoreTests))]
public sealed class SystemTrustStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 15000)]
    public async Task Where_the_systems_trust_store_is_left_unread_the_authority_still_counts_and_programs_inherit_the_true_environment()
    {
        using var authority = new TestAuthority();
        using var stranger = new TestAuthority();
        using var certificate = authority.Issue("localhost", IPAddress.Loopback);
        await using var server = await FakeApiServer.StartAsync(context => FakeApiServer.AnswerAsync(context, 200, """{"kind":"Pod","apiVersion":"v1","metadata":{"name":"p"}}"""), certificate);

        using var trusting = server.Connect(new ClusterOptions { CertificateAuthority = _folder.Write("ca.crt", authority.Pem), AloneUsesTls = true });
        await new PodClient(trusting).GetAsync("ns", "p", Token);
        using var doubting = server.Connect(new ClusterOptions { CertificateAuthority = _folder.Write("other.crt", stranger.Pem), AloneUsesTls = true });
        await Assert.ThrowsAsync<ClusterException>(() => new PodClient(doubting).GetAsync("ns", "p", Token));

        using var env = Process.Start(new ProcessStartInfo("env") { RedirectStandardOutput = true })!;
        Assert.DoesNotContain("SSL_CERT_DIR=/dev/null", await env.StandardOutput.ReadToEndAsync(Token), StringComparison.Ordinal);
    }
}
