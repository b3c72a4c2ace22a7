using k8s;

namespace JvmDebug.Kubernetes.Configuration;

/// <summary>How a user proves who they are: options, else the kubeconfig's user.</summary>
internal static class UserCredentials
{
    public static void Apply(KubernetesClientConfiguration client, KubeConfigSection? user, KubeConfigSection? cluster, ClusterOptions options)
    {
        if (user is not null && options.Token is null)
        {
            ApplyUser(client, user, cluster);
        }

        Override(client, options);
    }

    /// <summary>A token that was named replaces every other credential: a server asks a client certificate first.</summary>
    public static void Override(KubernetesClientConfiguration client, ClusterOptions options)
    {
        if (options.Token is not null)
        {
            (client.TokenProvider, client.AccessToken) = (null, options.Token);
        }

        if (options.ClientCertificate is not null)
        {
            (client.ClientCertificateData, client.ClientCertificateFilePath) = (null, options.ClientCertificate);
        }

        if (options.ClientKey is not null)
        {
            (client.ClientCertificateKeyData, client.ClientKeyFilePath) = (null, options.ClientKey);
        }
    }

    private static void ApplyUser(KubernetesClientConfiguration client, KubeConfigSection user, KubeConfigSection? cluster)
    {
        (client.ClientCertificateData, client.ClientCertificateKeyData) = (user.Text("client-certificate-data"), user.Text("client-key-data"));
        client.ClientCertificateFilePath = client.ClientCertificateData is null ? user.Path("client-certificate") : null;
        client.ClientKeyFilePath = client.ClientCertificateKeyData is null ? user.Path("client-key") : null;
        if (user.Path("tokenFile") is { } tokenFile)
        {
            client.TokenProvider = new TokenFile(tokenFile);
        }
        else if (user.Text("token") is { } token)
        {
            client.AccessToken = token;
        }
        else if (user.Text("username") is { } name)
        {
            (client.Username, client.Password) = (name, user.Text("password"));
        }
        else if (user.Section("exec") is { } exec)
        {
            new CredentialPlugin(exec, cluster, client.Host).Apply(client);
        }
        else if (user.Section("auth-provider") is { } provider)
        {
            client.AccessToken = provider.Section("config")?.Text("id-token")
                ?? throw KubeConfig.Broken($"its auth-provider '{provider.Text("name")}' was removed from Kubernetes in 1.26; use a credential plugin (exec) or --token");
        }
    }
}
