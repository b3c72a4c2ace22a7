using System.Net;
using JvmDebug.Kubernetes.Configuration;

namespace JvmDebug.Kubernetes;

/// <summary>
/// The proxy between here and an API server, as kubectl finds it. .NET's own reading of the environment knows no CIDR in
/// NO_PROXY (dotnet/runtime#131293), and a <see cref="WebProxy"/> ignores the user of its address.
/// </summary>
internal static class ApiServerProxy
{
    private const int SocksPort = 1080;

    // Which address it is instead is not said: it may have a password.
    private const string NoAddress = "is no http://, https:// or socks5:// address";

    /// <summary>Null if there is none between.</summary>
    /// <param name="configured">The kubeconfig's proxy-url; it needs no regard for NO_PROXY.</param>
    /// <exception cref="ClusterException">Configuration.</exception>
    public static WebProxy? Choose(Uri server, string? configured, Func<string, string?> environment)
    {
        if (configured is not null)
        {
            return Open(configured) ?? throw KubeConfig.Broken($"its proxy-url {NoAddress}");
        }

        var name = server.Scheme == Uri.UriSchemeHttps ? "HTTPS_PROXY" : "HTTP_PROXY";
        if (Variable(name) is not { } named || NoProxy.Covers(Variable("NO_PROXY") ?? "", server))
        {
            return null;
        }

        return Open(named) ?? throw new ClusterException(
            ClusterFailure.Configuration,
            $"The proxy of the environment variable {name} cannot be used: it {NoAddress}. Correct it, or unset it.");

        string? Variable(string variable) => new[] { variable, variable.ToLowerInvariant() }.Select(environment).FirstOrDefault(value => !string.IsNullOrEmpty(value));
    }

    private static WebProxy? Open(string text)
    {
        // proxy.example:3128 would read as a URI, too: the scheme is proxy.example and there is no host.
        var isAddress = Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text, UriKind.Absolute, out var uri);
        var scheme = uri?.Scheme == "socks5h" ? "socks5" : uri?.Scheme;
        if (!isAddress || uri is not { Host.Length: > 0 } || scheme is not ("http" or "https" or "socks5"))
        {
            return null;
        }

        // Without the password: .NET's messages name the address.
        var address = new UriBuilder(scheme, uri.IdnHost, uri.Port > 0 ? uri.Port : SocksPort).Uri;
        return new WebProxy(address) { Credentials = CredentialsOf(uri, address) };
    }

    // Not for Negotiate and NTLM, which .NET would prefer where a proxy offers them, and kubectl does not know.
    private static CredentialCache? CredentialsOf(Uri uri, Uri address)
    {
        if (uri.UserInfo.Length == 0)
        {
            return null;
        }

        var parts = uri.UserInfo.Split(':', 2);
        var user = new NetworkCredential(Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts.ElementAtOrDefault(1) ?? ""));
        return new CredentialCache { { address, "Basic", user }, { address, address.Scheme, user } };
    }
}
