using System.CommandLine;
using JvmDebug.Cli.Values;
using JvmDebug.Kubernetes;

namespace JvmDebug.Cli.Commands;

/// <summary>Options every command has; the connection ones are kubectl's, by the same names.</summary>
internal static class GlobalOptions
{
    public static readonly Option<string?> KubeConfig = New<string?>("--kubeconfig", "Path of the kubeconfig file.");
    public static readonly Option<string?> Context = New<string?>("--context", "Context of the kubeconfig to use.");
    public static readonly Option<string?> Cluster = New<string?>("--cluster", "Cluster of the kubeconfig to use.");
    public static readonly Option<string?> User = New<string?>("--user", "User of the kubeconfig to use.");
    public static readonly Option<string?> Namespace = New<string?>("--namespace", "Namespace; the context's if not given.", "-n");
    public static readonly Option<string?> Server = New<string?>("--server", "Address and port of the API server.", "-s");
    public static readonly Option<string?> Token = New<string?>("--token", "Bearer token for the API server.");
    public static readonly Option<string?> As = New<string?>("--as", "User to impersonate.");
    public static readonly Option<string[]> AsGroup = New<string[]>("--as-group", "Group to impersonate; can be repeated.");
    public static readonly Option<string?> AsUid = New<string?>("--as-uid", "UID to impersonate.");
    public static readonly Option<string?> CertificateAuthority = New<string?>("--certificate-authority", "File with the CA certificate of the API server.");
    public static readonly Option<string?> ClientCertificate = New<string?>("--client-certificate", "File with the client certificate.");
    public static readonly Option<string?> ClientKey = New<string?>("--client-key", "File with the client key.");
    public static readonly Option<string?> TlsServerName = New<string?>("--tls-server-name", "Name the API server's certificate is checked for.");
    public static readonly Option<bool> InsecureSkipTlsVerify = New<bool>("--insecure-skip-tls-verify", "Do not check the API server's certificate.");
    public static readonly Option<TimeSpan?> RequestTimeout = new("--request-timeout")
    {
        Description = "Bound of one request to the API server (30s).",
        Recursive = true,
        CustomParser = result => Duration.Parse(result),
    };

    public static readonly Option<bool> Verbose = New<bool>("--verbose", "Show the stack of an error.", "-v");
    public static readonly Option<bool> Quiet = New<bool>("--quiet", "No progress; warnings and errors only.", "-q");
    public static readonly Option<OutputFormat> Output = new("--output-format", "-o")
    {
        Description = "Form of the result: text (default) or json.",
        Recursive = true,
        HelpName = "text|json",
        CustomParser = result => result.Tokens[0].Value switch
        {
            "text" => OutputFormat.Text,
            "json" => OutputFormat.Json,
            var other => Refuse(result, other),
        },
    };

    public static readonly Option<string?> SelfTrace = New<string?>("--self-trace", "Record jvmdebug's own EventPipe trace into FILE.nettrace, for bug reports.");

    public static IReadOnlyList<Option> All { get; } =
    [
        KubeConfig, Context, Cluster, User, Namespace, Server, Token, As, AsGroup, AsUid, CertificateAuthority, ClientCertificate,
        ClientKey, TlsServerName, InsecureSkipTlsVerify, RequestTimeout, Output, Quiet, Verbose, SelfTrace,
    ];

    public static ClusterOptions ToClusterOptions(ParseResult parsed) => new()
    {
        KubeConfig = parsed.GetValue(KubeConfig),
        Context = parsed.GetValue(Context),
        Cluster = parsed.GetValue(Cluster),
        User = parsed.GetValue(User),
        Namespace = parsed.GetValue(Namespace),
        Server = parsed.GetValue(Server),
        Token = parsed.GetValue(Token),
        As = parsed.GetValue(As),
        AsGroups = parsed.GetValue(AsGroup) ?? [],
        AsUid = parsed.GetValue(AsUid),
        CertificateAuthority = parsed.GetValue(CertificateAuthority),
        ClientCertificate = parsed.GetValue(ClientCertificate),
        ClientKey = parsed.GetValue(ClientKey),
        TlsServerName = parsed.GetValue(TlsServerName),
        InsecureSkipTlsVerify = parsed.GetValue(InsecureSkipTlsVerify),
        RequestTimeout = parsed.GetValue(RequestTimeout),
    };

    private static OutputFormat Refuse(System.CommandLine.Parsing.ArgumentResult result, string value)
    {
        result.AddError($"'{value}' is not an output format: text or json.");
        return OutputFormat.Text;
    }

    private static Option<T> New<T>(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, Recursive = true };
}

internal enum OutputFormat
{
    Text,
    Json,
}
