using System.Text.Json;
using JvmDebug.Kubernetes.Access;
using Xunit;

namespace JvmDebug.Kubernetes.Tests.Access;

public sealed class RoleManifestTests
{
    [Fact]
    public void Rules_are_as_few_as_grant_just_that()
    {
        AccessRight[] rights = [new("get", "pods"), new("list", "pods"), new("get", "deployments", "apps"), new("get", "jobs", "batch"), new("get", "statefulsets", "apps"), new("get", "pods")];

        Assert.Equal(
            [
                """{apiGroups: [""], resources: ["pods"], verbs: ["get", "list"]}""",
                """{apiGroups: ["apps"], resources: ["deployments", "statefulsets"], verbs: ["get"]}""",
                """{apiGroups: ["batch"], resources: ["jobs"], verbs: ["get"]}""",
            ],
            RoleRule.Of(rights).Select(rule => rule.ToString()));
    }

    [Fact]
    public void Names_cannot_break_out_of_the_manifest()
    {
        var yaml = new RoleManifest("jvmdebug", "shop", [], [RoleSubject.Group("x\", evil: \"y\nkind: Secret")]).ToYaml();

        Assert.DoesNotContain("\nkind: Secret", yaml, StringComparison.Ordinal);
        Assert.DoesNotContain("evil: \"", yaml, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ServiceAccounts_user_name_is_the_ServiceAccount() =>
        Assert.Equal(RoleSubject.ServiceAccount("ci", "diag"), RoleSubject.User("system:serviceaccount:ci:diag"));

    [Fact]
    public void As_json_it_is_a_List_of_both_objects()
    {
        var manifest = new RoleManifest("jvmdebug", "shop", RoleRule.Of([new AccessRight("get", "pods")]), [RoleSubject.ServiceAccount("ci", "diag"), RoleSubject.User("jane")]);

        using var json = JsonDocument.Parse(manifest.ToJson());

        Assert.Equal(["Role", "RoleBinding"], json.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("kind").GetString()));
        var subjects = json.RootElement.GetProperty("items")[1].GetProperty("subjects");
        Assert.Equal("ci", subjects[0].GetProperty("namespace").GetString());
        Assert.Equal("rbac.authorization.k8s.io", subjects[1].GetProperty("apiGroup").GetString());
    }
}
