using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using k8s;
using k8s.Authentication;

namespace JvmDebug.Kubernetes.Configuration;

/// <summary>
/// A credential plugin of a kubeconfig (<c>users[].user.exec</c>, client.authentication.k8s.io). The client's own runner is
/// not used: its AOT build waits for the end before it reads, so a long answer hangs, and it joins arguments with blanks.
/// </summary>
internal sealed partial class CredentialPlugin(KubeConfigSection exec, KubeConfigSection? cluster, string server) : ITokenProvider, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // Long enough to log in: a browser, a second factor.
    private static readonly TimeSpan PatienceWithUser = TimeSpan.FromMinutes(10);

    /// <summary>Runs the plugin: whether it gives a token or a certificate is known only then.</summary>
    public void Apply(KubernetesClientConfiguration client)
    {
        // Before there is a connection, and a console program has no context to deadlock on.
        _credential = RunAsync(CancellationToken.None).GetAwaiter().GetResult();
        if (_credential.Certificate is { } certificate && _credential.Key is { } key)
        {
            client.ClientCertificateData = Convert.ToBase64String(Encoding.UTF8.GetBytes(certificate));
            client.ClientCertificateKeyData = Convert.ToBase64String(Encoding.UTF8.GetBytes(key));
        }

        if (_credential.Token is not null)
        {
            client.TokenProvider = this;
        }
    }

    private async Task<ExecCredential> RunAsync(CancellationToken cancellationToken)
    {
        var start = StartInfo(out var command);
        var limit = start.RedirectStandardInput ? Patience : PatienceWithUser;
        try
        {
            using var process = Process.Start(start)!;
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(limit);
            try
            {
                if (start.RedirectStandardInput)
                {
                    process.StandardInput.Close();
                }

                var answer = await process.StandardOutput.ReadToEndAsync(patience.Token);
                await process.WaitForExitAsync(patience.Token);
                return process.ExitCode == 0
                    ? ExecCredential.Parse(answer)
                    : throw Failed(command, $"it ended with exit code {process.ExitCode}");
            }
            catch (OperationCanceledException e)
            {
                process.Kill(entireProcessTree: true);
                throw cancellationToken.IsCancellationRequested ? e : Failed(command, $"it did not answer within {limit.TotalMinutes:0} minutes");
            }
        }
        catch (Win32Exception e)
        {
            throw KubeConfig.Broken($"the credential plugin '{command}' cannot be run: {e.Message.TrimEnd('.')}{(exec.Text("installHint") is { } hint ? $" ({hint.Trim()})" : "")}", e);
        }
        catch (Exception e) when (e is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            throw Failed(command, $"its answer is not an ExecCredential: {e.Message.TrimEnd('.')}");
        }
    }

    private ProcessStartInfo StartInfo(out string command)
    {
        var named = exec.Text("command") ?? throw KubeConfig.Broken("its credential plugin names no command");
        // As in client-go: a name alone is looked up in PATH, a path is relative to the file that has it.
        command = named.Contains('/', StringComparison.Ordinal) || named.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) ? exec.Path("command")! : named;
        var interactive = exec.Text("interactiveMode") != "Never" && !Console.IsInputRedirected;
        // Standard error stays the terminal's: that is where a plugin asks the user to log in.
        var start = new ProcessStartInfo(command, exec.Texts("args")) { RedirectStandardOutput = true, RedirectStandardInput = !interactive };
        foreach (var variable in exec.Sections("env"))
        {
            start.Environment[variable.Text("name") ?? ""] = variable.Text("value") ?? "";
        }

        start.Environment["KUBERNETES_EXEC_INFO"] = ExecCredential.Request(
            exec.Text("apiVersion") ?? "client.authentication.k8s.io/v1",
            interactive,
            exec.Flag("provideClusterInfo") ? cluster : null,
            server);
        return start;
    }

    private static ClusterException Failed(string command, string how) => new(
        ClusterFailure.Unauthorized,
        $"The credential plugin '{command}' of the kubeconfig gave no credentials: {how}. Log in again with its own tool, then retry.");
}
