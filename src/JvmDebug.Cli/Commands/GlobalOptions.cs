using System.CommandLine;
using System.CommandLine.Parsing;
using JvmDebug.Cli.Commands.Jfr;
using JvmDebug.Cli.Commands.Schedule;
using JvmDebug.Cli.Opening;
using JvmDebug.Cli.Values;
using JvmDebug.Kubernetes;
using JvmDebug.Storage;

namespace JvmDebug.Cli.Commands;

/// <summary>Options every command has; the connection ones are kubectl's, by the same names.</summary>
internal static class GlobalOptions
{
    public static readonly Option<string?> KubeConfig = New<string?>("--kubeconfig", "Path of the kubeconfig file.", "FILE");
    public static readonly Option<string?> Context = New<string?>("--context", "Context of the kubeconfig to use.", "NAME");
    public static readonly Option<string?> Cluster = New<string?>("--cluster", "Cluster of the kubeconfig to use.", "NAME");
    public static readonly Option<string?> User = New<string?>("--user", "User of the kubeconfig to use.", "NAME");
    public static readonly Option<string?> Namespace = New<string?>("--namespace", "Namespace; the context's if not given.", "NAME", "-n");
    public static readonly Option<string?> Server = New<string?>("--server", "Address and port of the API server.", "URL", "-s");
    public static readonly Option<string?> Token = New<string?>("--token", "Bearer token for the API server.", "TOKEN");
    public static readonly Option<string?> As = New<string?>("--as", "User to impersonate.", "NAME");
    public static readonly Option<string[]> AsGroup = New<string[]>("--as-group", "Group to impersonate; can be repeated.", "NAME");
    public static readonly Option<string?> AsUid = New<string?>("--as-uid", "UID to impersonate.", "UID");
    public static readonly Option<string?> CertificateAuthority = New<string?>("--certificate-authority", "File with the CA certificates of the API server.", "FILE");
    public static readonly Option<string?> ClientCertificate = New<string?>("--client-certificate", "File with the client certificate.", "FILE");
    public static readonly Option<string?> ClientKey = New<string?>("--client-key", "File with the client key.", "FILE");
    public static readonly Option<string?> TlsServerName = New<string?>("--tls-server-name", "Name the API server's certificate is checked for.", "NAME");
    public static readonly Option<bool> InsecureSkipTlsVerify = New<bool>("--insecure-skip-tls-verify", "Do not check the API server's certificate.", null);
    public static readonly Option<TimeSpan?> RequestTimeout = new("--request-timeout")
    {
        Description = "Bound of one request to the API server; 0 is none. (default 30s)",
        HelpName = "DURATION",
        Recursive = true,
        // kubectl's 0 means no bound, as does ClusterOptions'.
        CustomParser = result => result.Tokens[0].Value is "0" or "0s" ? TimeSpan.Zero : Duration.Parse(result),
    };

    public static readonly Option<OutputFormat> Output = new("--output-format", "-o")
    {
        Description = "Form of the result: text or json. (default text)",
        HelpName = "text|json",
        Recursive = true,
        CustomParser = result => result.Tokens[0].Value switch
        {
            "text" => OutputFormat.Text,
            "json" => OutputFormat.Json,
            "html" => OutputFormat.Html,
            "csv" => OutputFormat.Csv,
            "yaml" => OutputFormat.Yaml,
            var other => Refuse(result, other),
        },
    };

    public static readonly Option<bool> Quiet = New<bool>("--quiet", "No progress; warnings and errors only.", null, "-q");
    public static readonly Option<bool> Verbose = New<bool>("--verbose", "Show the stack of an error.", null, "-v");
    public static readonly Option<string?> SelfTrace = New<string?>("--self-trace", "Record jvmdebug's own EventPipe trace, for bug reports.", "FILE.nettrace");

    /// <summary>What the help of every command shows; the others are in that of the program alone.</summary>
    public static IReadOnlyList<Option> Common { get; } = [Namespace, Context, Output, Quiet, Verbose];

    /// <summary>Of those, what only a cluster is reached with.</summary>
    public static IReadOnlyList<Option> OfCluster { get; } = [Namespace, Context];

    public static IReadOnlyList<Option> All { get; } =
    [
        .. Common, SelfTrace, KubeConfig, Cluster, User, Server, Token, As, AsGroup, AsUid, CertificateAuthority, ClientCertificate,
        ClientKey, TlsServerName, InsecureSkipTlsVerify, RequestTimeout,
    ];

    /// <summary>The forms that the result of a command has; its own one first.</summary>
    public static IReadOnlyList<string> FormsOf(Command command) =>
    [
        .. command is JfrEventsCommand ? ["json"] : (string[])["text", "json"],
        .. command is IWritesHtml ? ["html"] : Array.Empty<string>(),
        .. command is ICsvCommand ? ["csv"] : Array.Empty<string>(),
        .. command is ScheduleCreateCommand ? ["yaml"] : Array.Empty<string>(),
    ];

    /// <summary>With <c>or</c> before the last.</summary>
    public static string WordsOf(IReadOnlyList<string> forms) => forms is [var only] ? only : $"{string.Join(", ", forms.SkipLast(1))} or {forms[^1]}";

    public static void AddTo(Command root)
    {
        foreach (var option in All)
        {
            root.Add(option);
        }
    }

    /// <summary>Rules between the options, as kubectl has them.</summary>
    public static void Check(CommandResult result)
    {
        // Text is what everything has that has no other form.
        if (result.GetValue(Output) is not OutputFormat.Text and var form && !FormsOf(result.Command).Contains(form.ToString(), StringComparer.OrdinalIgnoreCase))
        {
            result.AddError($"'{result.GetResult(Output)!.Tokens[0].Value}' is not an output format of this command: {WordsOf(FormsOf(result.Command))}.");
        }

        if (result.GetValue(As) is null && (result.GetValue(AsUid) is not null || result.GetValue(AsGroup) is { Length: > 0 }))
        {
            result.AddError("--as-group and --as-uid need --as.");
        }

        if (result.GetValue(InsecureSkipTlsVerify) && result.GetValue(CertificateAuthority) is not null)
        {
            result.AddError("--certificate-authority and --insecure-skip-tls-verify exclude each other.");
        }

        if (result.GetValue(ClientCertificate) is null != result.GetValue(ClientKey) is null)
        {
            result.AddError("--client-certificate and --client-key go together.");
        }
    }

    public static GlobalSettings ToSettings(ParseResult parsed) => new(ToClusterOptions(parsed), parsed.GetValue(Output))
    {
        Quiet = parsed.GetValue(Quiet),
        Verbose = parsed.GetValue(Verbose),
        SelfTrace = parsed.GetValue(SelfTrace),
        Open = OpenOption.IsGiven(parsed.CommandResult),
    };

    private static ClusterOptions ToClusterOptions(ParseResult parsed) => new()
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
        AloneUsesTls = parsed.CommandResult.Command is not IUsesSinks && !parsed.Tokens.Any(token => SinkLocation.TryParse(token.Value, out _) is not null),
    };

    private static OutputFormat Refuse(ArgumentResult result, string value)
    {
        var forms = CommandOf(result) is { } command ? FormsOf(command) : ["text", "json"];
        result.AddError($"'{value}' is not an output format of this command: {WordsOf(forms)}.");
        return OutputFormat.Text;
    }

    /// <summary>The command that an argument or option was given to.</summary>
    public static Command? CommandOf(SymbolResult? result) => result is null or CommandResult ? (result as CommandResult)?.Command : CommandOf(result.Parent);

    private static Option<T> New<T>(string name, string description, string? helpName, params string[] aliases) =>
        new(name, aliases) { Description = description, HelpName = helpName, Recursive = true };
}
