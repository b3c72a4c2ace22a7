using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using JvmDebug.TestCluster.Cri;

namespace JvmDebug.TestCluster.Node.Containerd;

/// <summary>Brings image archives into containerd, each content only once for the life of the image cache.</summary>
internal sealed partial class ImageImporter(ContainerdHost containerd)
{
    /// <summary>Imports every <c>*.tar</c> of a directory that is not there yet; returns the names that are new.</summary>
    public async Task<IReadOnlyList<string>> ImportAsync(string imagesDirectory, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(containerd.Paths.ImportMarkers);
        var names = new List<string>();
        foreach (var archive in Directory.EnumerateFiles(imagesDirectory, "*.tar").Order(StringComparer.Ordinal))
        {
            // Reading gigabytes again at each start to learn that nothing changed takes longer than the start.
            var seen = Marker(Fingerprint(archive));
            if (File.Exists(seen))
            {
                continue;
            }

            var marker = Marker(await HashAsync(archive, cancellationToken));
            if (!File.Exists(marker))
            {
                names.AddRange(await ImportArchiveAsync(archive, cancellationToken));
                await File.WriteAllTextAsync(marker, archive, cancellationToken);
            }

            await File.WriteAllTextAsync(seen, archive, cancellationToken);
        }

        await WaitUntilKnownAsync(names, cancellationToken);
        return names;
    }

    private async Task<IEnumerable<string>> ImportArchiveAsync(string archive, CancellationToken cancellationToken)
    {
        var output = await Tool.RunAsync(
            "ctr",
            ["--address", containerd.Paths.Socket, "--namespace", "k8s.io", "images", "import", "--snapshotter", containerd.SnapshotterName, archive],
            cancellationToken);
        return Unpacking().Matches(output).Select(m => m.Groups[1].Value);
    }

    // The CRI plugin hears of an import through containerd's events, a moment after ctr returns.
    private async Task WaitUntilKnownAsync(List<string> names, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var images = await containerd.Cri.Images.ListImagesAsync(new ListImagesRequest(), cancellationToken: cancellationToken);
            var known = images.Images.SelectMany(i => i.RepoTags).ToHashSet(StringComparer.Ordinal);
            if (names.TrueForAll(known.Contains))
            {
                return;
            }

            await Task.Delay(50, cancellationToken);
        }

        throw new NodeException($"containerd imported {string.Join(", ", names)} but does not list all of them");
    }

    private string Marker(string name) => Path.Combine(containerd.Paths.ImportMarkers, name);

    private static string Fingerprint(string file)
    {
        var info = new FileInfo(File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file);
        var text = string.Create(CultureInfo.InvariantCulture, $"{info.FullName}|{info.Length}|{info.LastWriteTimeUtc.Ticks}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static async Task<string> HashAsync(string file, CancellationToken cancellationToken)
    {
        await using var content = File.OpenRead(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
    }

    // unpacking docker.io/library/pause:3.9 (sha256:1f2e...)...done
    [GeneratedRegex(@"^unpacking (\S+) \(", RegexOptions.Multiline)]
    private static partial Regex Unpacking();
}
