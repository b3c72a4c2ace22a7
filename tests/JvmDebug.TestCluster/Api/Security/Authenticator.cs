using System.Security.Cryptography.X509Certificates;
using JvmDebug.TestCluster.Api.Http;

namespace JvmDebug.TestCluster.Api.Security;

/// <summary>Client certificate, else bearer token, else anonymous; a token that is no good is refused, not ignored.</summary>
internal sealed class Authenticator(ServiceAccountTokens tokens)
{
    private const string CommonName = "2.5.4.3";
    private const string Organization = "2.5.4.10";

    public UserInfo Authenticate(HttpContext context)
    {
        if (context.Connection.ClientCertificate is { } certificate)
        {
            return FromCertificate(certificate);
        }

        var header = context.Request.Headers.Authorization.ToString();
        return header.Length == 0
            ? UserInfo.Anonymous
            : header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && tokens.Validate(header[7..].Trim()) is { } user
                ? user
                : throw ApiStatus.Unauthorized();
    }

    private static UserInfo FromCertificate(X509Certificate2 certificate)
    {
        var names = certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Select(n => (Type: n.GetSingleElementType().Value, Value: n.GetSingleElementValue() ?? ""))
            .ToList();
        return new UserInfo(
            names.First(n => n.Type == CommonName).Value,
            [.. names.Where(n => n.Type == Organization).Select(n => n.Value), UserInfo.Authenticated]);
    }
}
