namespace JvmDebug.TestCluster.Node.Containerd;

/// <summary>Which snapshotter works where the images are: overlayfs, or native (full copies) where overlay cannot be mounted.</summary>
internal static class Snapshotter
{
    public static async Task<string> ChooseAsync(string root, CancellationToken cancellationToken)
    {
        var probe = Path.Combine(root, "overlay-probe");
        var parts = new[] { "lower", "upper", "work", "merged" }.Select(p => Directory.CreateDirectory(Path.Combine(probe, p)).FullName).ToArray();
        var options = $"lowerdir={parts[0]},upperdir={parts[1]},workdir={parts[2]}";
        var mounted = await Tool.TryAsync("mount", ["-t", "overlay", "overlay", "-o", options, parts[3]], cancellationToken);
        if (mounted.IsSuccess)
        {
            await Tool.RunAsync("umount", [parts[3]], cancellationToken);
        }

        Directory.Delete(probe, recursive: true);
        return mounted.IsSuccess ? "overlayfs" : "native";
    }
}
