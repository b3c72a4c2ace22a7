using JvmDebug.Cli.Commands;
using JvmDebug.Cli.Output;
using JvmDebug.Diagnostics.Doctor;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Access;

namespace JvmDebug.Cli;

internal static partial class CompositionRoot
{
    private static Handler<DoctorRequest> Doctor(AppConsole console, ResultWriter output) =>
        (settings, request, cancellationToken) => WithClusterAsync(console, settings, async (connect, progress) =>
        {
            await using var sessions = SessionsOf(connect, progress);
            var report = await new TargetDoctor(connect(), sessions, progress).RunAsync(request, cancellationToken);
            return () =>
            {
                output.Write(report, settings.Output);
                return report.Refused switch
                {
                    Side.Cluster => ExitCode.ClusterRefused,
                    Side.Jvm => ExitCode.JvmRefused,
                    _ => ExitCode.Ok,
                };
            };
        }, cancellationToken);

    /// <summary>Offline but for the namespace, which the kubeconfig's context gives where the user names none.</summary>
    private static Handler<RbacRequest> Rbac(ResultWriter output) => (settings, request, _) =>
    {
        var manifest = new RoleManifest(request.RoleName, settings.Cluster.Namespace ?? NamespaceOfContext(settings), RoleRule.Of(request.Operations.SelectMany(operation => operation.Permissions)), request.Subjects);
        output.Write(manifest, settings.Output);
        return Task.FromResult(ExitCode.Ok);
    };

    private static string NamespaceOfContext(GlobalSettings settings)
    {
        using var cluster = ClusterConnection.Open(settings.Cluster);
        return cluster.Namespace;
    }
}
