using Xunit;

namespace JvmDebug.Kubernetes.Tests;

public class ApiServerProxyTests
{
    [Theory]
    [InlineData("https://api.example", "HTTPS_PROXY=http://p:3128", "http://p:3128/")]
    [InlineData("https://api.example", "https_proxy=http://p:3128", "http://p:3128/")]
    [InlineData("https://api.example", "https_proxy=http://lower HTTPS_PROXY=http://upper", "http://upper/")]
    [InlineData("https://api.example", "HTTP_PROXY=http://p ALL_PROXY=http://p", null)]
    [InlineData("http://api.example", "HTTP_PROXY=http://p", "http://p/")]
    [InlineData("https://api.example", "HTTPS_PROXY=proxy.example:3128", "http://proxy.example:3128/")]
    [InlineData("https://api.example", "HTTPS_PROXY=10.0.0.1:3128", "http://10.0.0.1:3128/")]
    [InlineData("https://api.example", "HTTPS_PROXY=https://p", "https://p/")]
    [InlineData("https://api.example", "HTTPS_PROXY=socks5://p", "socks5://p:1080/")]
    [InlineData("https://api.example", "HTTPS_PROXY=socks5h://p:9", "socks5://p:9/")]
    [InlineData("https://localhost:6443", "HTTPS_PROXY=http://p", null)]
    [InlineData("https://127.0.0.1:6443", "HTTPS_PROXY=http://p", null)]
    [InlineData("https://[::1]:6443", "HTTPS_PROXY=http://p", null)]
    [InlineData("https://api.example", "", null)]
    public void The_environment_names_the_proxy_as_for_kubectl(string server, string environment, string? proxy) =>
        Assert.Equal(proxy, Choose(server, null, environment)?.Address?.AbsoluteUri);

    [Theory]
    [InlineData("*", "https://api.example", true)]
    [InlineData("other.example, api.example", "https://API.example", true)]
    [InlineData("example", "https://api.example", true)]
    [InlineData("pi.example", "https://api.example", false)]
    [InlineData(".example", "https://api.example", true)]
    [InlineData(".api.example", "https://api.example", false)]
    [InlineData("*.example", "https://api.example", true)]
    [InlineData("*.api.example", "https://api.example", false)]
    [InlineData("api.example:443", "https://api.example", true)]
    [InlineData("api.example:6443", "https://api.example:6443", true)]
    [InlineData("api.example:443", "https://api.example:6443", false)]
    [InlineData("10.1.2.3", "https://10.1.2.3", true)]
    [InlineData("10.1.2.3:6443", "https://10.1.2.3:6443", true)]
    [InlineData("10.1.2.3:6443", "https://10.1.2.3:443", false)]
    [InlineData("10.1.2.4", "https://10.1.2.3", false)]
    [InlineData("2.3", "https://10.1.2.3", false)]
    [InlineData("3", "https://0.0.0.3", false)]
    [InlineData("10.0.0.0/8", "https://10.1.2.3", true)]
    [InlineData("10.9.9.9/8", "https://10.1.2.3", true)]
    [InlineData("10.0.0.0/8", "https://11.1.2.3", false)]
    [InlineData("172.16.0.0/12", "https://172.31.255.255", true)]
    [InlineData("172.16.0.0/12", "https://172.32.0.0", false)]
    [InlineData("0.0.0.0/0", "https://10.1.2.3", true)]
    [InlineData("10.0.0.0/8", "https://10.example", false)]
    [InlineData("fd00::/8", "https://[fd12::1]", true)]
    [InlineData("fd00::/8", "https://[fe80::1]", false)]
    [InlineData("fd12::1", "https://[fd12::1]:6443", true)]
    [InlineData("[fd12::1]:6443", "https://[fd12::1]:6443", true)]
    [InlineData("[fd12::1]:443", "https://[fd12::1]:6443", false)]
    [InlineData("10.0.0.0/8,.svc,::/0", "https://10.1.2.3", true)]
    [InlineData("10.0.0.0/99,/8,:443,,10.0.0.0/x", "https://10.1.2.3", false)]
    public void NO_PROXY_is_read_as_kubectl_reads_it(string list, string server, bool covers)
    {
        Assert.Equal(covers, NoProxy.Covers(list, new Uri(server)));
        Assert.Equal(covers, Choose(server, null, $"HTTPS_PROXY=http://p no_proxy={list.Replace(" ", "", StringComparison.Ordinal)}") is null);
    }

    [Fact]
    public void The_proxy_of_the_kubeconfig_counts_whatever_the_environment_says() =>
        Assert.Equal("http://mine/", Choose("https://127.0.0.1", "http://mine", "HTTPS_PROXY=http://p NO_PROXY=*")?.Address?.AbsoluteUri);

    [Fact]
    public void The_user_of_the_address_is_its_credentials_and_not_part_of_it()
    {
        var proxy = Choose("https://api.example", "http://jane:p%40ss%3Aword@proxy.example:3128", "")!;

        Assert.Equal("http://proxy.example:3128/", proxy.Address!.AbsoluteUri);
        var user = proxy.Credentials!.GetCredential(proxy.Address, "Basic")!;
        Assert.Equal(("jane", "p@ss:word"), (user.UserName, user.Password));
        Assert.Null(proxy.Credentials.GetCredential(proxy.Address, "Negotiate"));
    }

    [Theory]
    [InlineData("ftp://p")]
    [InlineData("http://")]
    [InlineData("http://jane:secret@")]
    public void What_is_no_proxy_is_said_without_its_password(string address)
    {
        var failure = Assert.Throws<ClusterException>(() => Choose("https://api.example", null, "HTTPS_PROXY=" + address));

        Assert.Equal(ClusterFailure.Configuration, failure.Reason);
        Assert.Contains("HTTPS_PROXY", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }

    private static System.Net.WebProxy? Choose(string server, string? configured, string environment)
    {
        var variables = environment.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return ApiServerProxy.Choose(new Uri(server), configured, variables.GetValueOrDefault);
    }
}
