using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Objects;
using JvmDebug.TestCluster.Store;

namespace JvmDebug.TestCluster.Api.Security;

/// <summary>
/// Bound ServiceAccount tokens: JWTs (RFC 7519, ES256) that end by themselves, and with the account they were issued for.
/// </summary>
internal sealed class ServiceAccountTokens(ObjectStore store) : IDisposable
{
    public const string Audience = "https://kubernetes.default.svc";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>Issues a token; null if there is no such account.</summary>
    public string? Issue(string ns, string name, TimeSpan lifetime)
    {
        if (store.Get(new ObjectKey(ResourceCatalog.ServiceAccounts.Plural, ns, name)) is not { } account)
        {
            return null;
        }

        var now = DateTimeOffset.UtcNow;
        var payload = new JsonObject
        {
            ["aud"] = new JsonArray(Audience),
            ["exp"] = (now + lifetime).ToUnixTimeSeconds(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["iss"] = Audience,
            ["jti"] = Guid.NewGuid().ToString(),
            ["sub"] = $"system:serviceaccount:{ns}:{name}",
            ["kubernetes.io"] = new JsonObject
            {
                ["namespace"] = ns,
                ["serviceaccount"] = new JsonObject { ["name"] = name, ["uid"] = account.Uid() },
            },
        };
        var signed = $"{Encode("""{"alg":"ES256","typ":"JWT"}""")}.{Encode(payload.ToJsonString())}";
        return $"{signed}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    /// <summary>The account a token stands for; null if the token is forged, has expired, or its account is gone.</summary>
    public UserInfo? Validate(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3 || !Base64Url.IsValid(parts[1]) || !Base64Url.IsValid(parts[2]))
        {
            return null;
        }

        var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
        if (!_key.VerifyData(signed, Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256))
        {
            return null;
        }

        // Only what our own key signed is parsed.
        var payload = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!;
        var ns = payload.Text("kubernetes.io", "namespace")!;
        var name = payload.Text("kubernetes.io", "serviceaccount", "name")!;
        var uid = payload.Text("kubernetes.io", "serviceaccount", "uid")!;
        var account = store.Get(new ObjectKey(ResourceCatalog.ServiceAccounts.Plural, ns, name));
        return payload.Number("exp") > DateTimeOffset.UtcNow.ToUnixTimeSeconds() && account?.Uid() == uid
            ? UserInfo.ServiceAccount(ns, name, uid)
            : null;
    }

    public string AccountUid(string ns, string name) =>
        store.Get(new ObjectKey(ResourceCatalog.ServiceAccounts.Plural, ns, name))?.Uid() ?? "";

    public void Dispose() => _key.Dispose();

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
