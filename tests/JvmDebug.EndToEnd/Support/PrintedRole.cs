using System.Text.Json;
using JvmDebug.Kubernetes.Access;
using k8s;
using k8s.Models;
using Xunit;

namespace JvmDebug.EndToEnd.Support;

/// <summary>The Role and RoleBinding that <c>jvmdebug rbac -o json</c> prints, given to the cluster as they are.</summary>
internal sealed class PrintedRole
{
    private readonly IKubernetes _api;
    private readonly string _account;
    private readonly V1Role _role;
    private readonly V1RoleBinding _binding;

    private PrintedRole(IKubernetes api, string account, V1Role role, V1RoleBinding binding) => (_api, _account, _role, _binding) = (api, account, role, binding);

    /// <summary>Every verb on every resource, one by one.</summary>
    public IReadOnlyList<AccessRight> Rights => [.. _role.Rules.SelectMany(Support.Rights.Each)];

    /// <param name="account">NAMESPACE:NAME.</param>
    public static async Task<PrintedRole> ApplyAsync(IKubernetes api, JvmDebugBinary binary, string operation, string ns, string account, string name = "jvmdebug")
    {
        var run = await binary.RunAsync("rbac", "--for", operation, "-n", ns, "--serviceaccount", account, "--role-name", name, "-o", "json");
        Assert.True(run.ExitCode == 0, run.ToString());
        using var list = JsonDocument.Parse(run.Stdout);
        var items = list.RootElement.GetProperty("items");
        var role = KubernetesJson.Deserialize<V1Role>(items[0].GetRawText());
        var printed = new PrintedRole(api, account, role, KubernetesJson.Deserialize<V1RoleBinding>(items[1].GetRawText()));
        var cancellationToken = TestContext.Current.CancellationToken;
        await api.RbacAuthorizationV1.CreateNamespacedRoleAsync(role, ns, cancellationToken: cancellationToken);
        await api.RbacAuthorizationV1.CreateNamespacedRoleBindingAsync(printed._binding, ns, cancellationToken: cancellationToken);
        await printed.HoldsAsync(null);
        return printed;
    }

    /// <summary>All but one of the rights; null gives them all back.</summary>
    public async Task TakeAsync(AccessRight? right)
    {
        var left = Rights.Where(other => other != right).Select(other => new V1PolicyRule { ApiGroups = [other.ApiGroup], Resources = [other.Resource], Verbs = [other.Verb] });
        var role = new V1Role { ApiVersion = _role.ApiVersion, Kind = _role.Kind, Metadata = new V1ObjectMeta { Name = _role.Metadata.Name, NamespaceProperty = _role.Metadata.NamespaceProperty }, Rules = [.. left] };
        await _api.RbacAuthorizationV1.ReplaceNamespacedRoleAsync(role, role.Metadata.Name, role.Metadata.NamespaceProperty, cancellationToken: TestContext.Current.CancellationToken);
        await HoldsAsync(right);
    }

    private async Task HoldsAsync(AccessRight? taken)
    {
        var ns = _role.Metadata.NamespaceProperty;
        await Support.Rights.HoldAsync(_api, _account, ns, Rights.Where(right => right != taken), allowed: true);
        await Support.Rights.HoldAsync(_api, _account, ns, Rights.Where(right => right == taken), allowed: false);
    }
}
