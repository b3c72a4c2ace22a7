using System.Text.RegularExpressions;

namespace JvmDebug.TestCluster.Node.Pods;

/// <summary>Image references by the grammar of distribution/reference.</summary>
internal static partial class ImageName
{
    /// <summary>Why containerd would not take the name, in the kubelet's words; null if it is fine.</summary>
    public static string? Problem(string image)
    {
        var why = Reference().IsMatch(image) ? null
            : Reference().IsMatch(Repository(image).ToLowerInvariant() + image[Repository(image).Length..])
                ? $"invalid reference format: repository name ({Normalized(Repository(image))}) must be lowercase"
                : "invalid reference format";
        return why is null ? null : $"Failed to apply default image tag \"{image}\": couldn't parse image name \"{image}\": {why}";
    }

    private static string Repository(string image)
    {
        var name = image.Split('@')[0];
        var colon = name.LastIndexOf(':');
        return colon > name.LastIndexOf('/') ? name[..colon] : name;
    }

    private static string Normalized(string repository) => repository.Contains('/', StringComparison.Ordinal) ? repository : "library/" + repository;

    [GeneratedRegex(
        @"^(?:(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[0-9a-fA-F:]+\])(?::[0-9]+)?/)?"
        + @"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*"
        + @"(?::[\w][\w.-]{0,127})?(?:@[A-Za-z][A-Za-z0-9]*:[0-9a-fA-F]{32,})?$")]
    private static partial Regex Reference();
}
