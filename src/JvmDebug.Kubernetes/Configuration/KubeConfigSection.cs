using YamlDotNet.RepresentationModel;

namespace JvmDebug.Kubernetes.Configuration;

/// <summary>
/// One mapping of a kubeconfig with the directory of its file, because relative paths mean that directory. Read as plain
/// YAML: the client's own model knows neither <c>proxy-url</c> nor <c>tokenFile</c> (KubernetesClient 21.0.8).
/// </summary>
internal sealed class KubeConfigSection(YamlMappingNode node, string directory)
{
    public string Directory { get; } = directory;

    public string? Text(string key) =>
        Child(key) is YamlScalarNode { Value: { Length: > 0 } value } ? value : null;

    public bool Flag(string key) => bool.TryParse(Text(key), out var value) && value;

    /// <summary>A path, absolute.</summary>
    public string? Path(string key) => Text(key) is { } path ? System.IO.Path.GetFullPath(path, Directory) : null;

    public KubeConfigSection? Section(string key) =>
        Child(key) is YamlMappingNode mapping ? new KubeConfigSection(mapping, Directory) : null;

    public IEnumerable<KubeConfigSection> Sections(string key) =>
        Items(key).OfType<YamlMappingNode>().Select(item => new KubeConfigSection(item, Directory));

    public IEnumerable<string> Texts(string key) => Items(key).OfType<YamlScalarNode>().Select(item => item.Value ?? "");

    public IEnumerable<KeyValuePair<string, YamlNode>> Entries() =>
        node.Children.Where(child => child.Key is YamlScalarNode).Select(child => new KeyValuePair<string, YamlNode>(((YamlScalarNode)child.Key).Value ?? "", child.Value));

    private YamlNode? Child(string key) => node.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;

    private IEnumerable<YamlNode> Items(string key) => Child(key) is YamlSequenceNode sequence ? sequence.Children : [];
}
