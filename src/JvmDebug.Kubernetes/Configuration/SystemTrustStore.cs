using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;

namespace JvmDebug.Kubernetes.Configuration;

/// <summary>
/// On Linux .NET reads every certificate of the system's trust store before it builds its first chain, even where the chain
/// trusts a store of its own (OpenSslX509ChainProcessor.InitiateChain of .NET 10). With Debian's 140 authorities, which lie
/// there twice, that is 55 of the 80 ms of CPU time that a command takes.
/// </summary>
internal static partial class SystemTrustStore
{
    private const string Nothing = "/dev/null";

    // OpenSSL's own, see openssl-env(7). .NET looks at them once, before it reads.
    private static readonly string[] Variables = ["SSL_CERT_FILE", "SSL_CERT_DIR"];

    /// <summary>
    /// For the whole process: it trusts no authority but those a chain's policy names. Without effect after the first chain.
    /// </summary>
    /// <param name="certificate">Any certificate; a chain is built from it.</param>
    public static void LeaveUnread(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // .NET copies the environment at the first enumeration; a credential plugin must inherit the true one.
        _ = Environment.GetEnvironmentVariables();
        foreach (var variable in Variables)
        {
            _ = SetEnv(variable, Nothing, 1);
        }

        using var chain = new X509Chain { ChainPolicy = { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true } };
        _ = chain.Build(certificate);
        foreach (var variable in Variables)
        {
            _ = Environment.GetEnvironmentVariable(variable) is { } value ? SetEnv(variable, value, 1) : UnsetEnv(variable);
        }
    }

    // Environment.SetEnvironmentVariable changes .NET's copy alone, and OpenSSL's variables are read with getenv(3).
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetEnv(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "unsetenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int UnsetEnv(string name);
}
