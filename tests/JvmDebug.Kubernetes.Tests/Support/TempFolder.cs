namespace JvmDebug.Kubernetes.Tests.Support;

/// <summary>A folder of a test's own, gone after it.</summary>
internal sealed class TempFolder : IDisposable
{
    private static readonly Lazy<string> EmptyFile = new(() =>
    {
        var path = System.IO.Path.GetTempFileName();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(path);
        return path;
    });

    /// <summary>So that no test sees the kubeconfig of whoever runs it.</summary>
    public static string EmptyKubeConfig => EmptyFile.Value;

    public string Path { get; } = Directory.CreateTempSubdirectory("jvmdebug-tests-").FullName;

    public string Combine(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text)
    {
        var path = Combine(name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
