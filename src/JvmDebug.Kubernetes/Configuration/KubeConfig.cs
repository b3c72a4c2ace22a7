using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace JvmDebug.Kubernetes.Configuration;

/// <summary>
/// The kubeconfig as kubectl finds and merges it (client-go <c>clientcmd</c>): <c>--kubeconfig</c> alone, else the files of
/// <c>KUBECONFIG</c> (missing ones skipped, the first that sets a name wins), else <c>~/.kube/config</c>.
/// </summary>
internal sealed class KubeConfig
{
    private readonly IReadOnlyList<KubeConfigSection> _files;

    private KubeConfig(IReadOnlyList<string> paths, IReadOnlyList<KubeConfigSection> files)
    {
        (Paths, _files) = (paths, files);
        CurrentContext = files.Select(file => file.Text("current-context")).FirstOrDefault(name => name is not null);
    }

    public IReadOnlyList<string> Paths { get; }

    public string? CurrentContext { get; }

    public bool IsEmpty => _files.Count == 0;

    public static KubeConfig Load(string? named)
    {
        if (named is not null && !File.Exists(named))
        {
            throw Broken($"the file {named} does not exist");
        }

        string[] paths = named is not null ? [named] : [.. Candidates().Where(File.Exists)];
        return new KubeConfig(paths, [.. paths.Select(Read).OfType<KubeConfigSection>()]);
    }

    public KubeConfigSection? Context(string name) => Named("contexts", name, "context");

    public KubeConfigSection? Cluster(string name) => Named("clusters", name, "cluster");

    public KubeConfigSection? User(string name) => Named("users", name, "user");

    public IReadOnlyList<string> Contexts => [.. _files.SelectMany(file => file.Sections("contexts")).Select(entry => entry.Text("name")).OfType<string>().Distinct()];

    internal static ClusterException Broken(string message, Exception? inner = null) => new(
        ClusterFailure.Configuration,
        $"The kubeconfig cannot be used: {message}. Check it with 'kubectl config view', or name another with --kubeconfig.",
        inner);

    private KubeConfigSection? Named(string list, string name, string content) =>
        _files.SelectMany(file => file.Sections(list)).FirstOrDefault(entry => entry.Text("name") == name)?.Section(content);

    private static string[] Candidates()
    {
        var variable = Environment.GetEnvironmentVariable("KUBECONFIG");
        return string.IsNullOrEmpty(variable)
            ? [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config")]
            : variable.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
    }

    private static KubeConfigSection? Read(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            var yaml = new YamlStream();
            yaml.Load(reader);
            return yaml.Documents switch
            {
                [] => null,
                [{ RootNode: YamlMappingNode root }, ..] => new KubeConfigSection(root, Path.GetDirectoryName(Path.GetFullPath(path))!),
                [{ RootNode: YamlScalarNode { Value: null or "" } }, ..] => null,
                _ => throw Broken($"{path} is not a mapping"),
            };
        }
        catch (YamlException e)
        {
            throw Broken($"{path}, line {e.Start.Line}: {e.Message.TrimEnd('.')}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Broken(e.Message.TrimEnd('.'), e);
        }
    }
}
