using JvmDebug.Kubernetes.Files;

namespace JvmDebug.Diagnostics.Captures;

/// <summary>Where a captured file goes on this machine: under a name that nobody else uses until it is whole, and then under its own.</summary>
/// <param name="names">Its own, the best first. A user's is the only one; those that are made up are many, for two commands may make up the same.</param>
internal sealed class CaptureDestination(IEnumerable<string> names)
{
    private readonly string _first = names.First();
    private string? _part;

    public string Part => _part ??= PrivateFile.PartOf(_first);

    /// <returns>The file's path.</returns>
    /// <exception cref="IOException">All names are taken by now, or it cannot be renamed; or <see cref="UnauthorizedAccessException"/>.</exception>
    public string Keep() => names.FirstOrDefault(name => PrivateFile.TryName(Part, name)) ?? throw new IOException($"{_first} exists by now; name another --output");
}
