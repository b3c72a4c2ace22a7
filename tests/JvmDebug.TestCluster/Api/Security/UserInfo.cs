namespace JvmDebug.TestCluster.Api.Security;

/// <summary>Who a request comes from, after authentication and impersonation.</summary>
internal sealed record UserInfo(string Name, IReadOnlyList<string> Groups, string Uid = "")
{
    public const string Masters = "system:masters";
    public const string Authenticated = "system:authenticated";

    public static readonly UserInfo Anonymous = new("system:anonymous", ["system:unauthenticated"]);

    public static UserInfo ServiceAccount(string ns, string name, string uid) => new(
        $"system:serviceaccount:{ns}:{name}",
        ["system:serviceaccounts", $"system:serviceaccounts:{ns}", Authenticated],
        uid);
}
