using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace JvmDebug.TestCluster.Tests.Node;

/// <summary>Makes docker archives of a few hundred kilobytes from static programs of this machine.</summary>
/// <remarks>
/// A docker archive is a tar of: LAYER.tar for each layer, CONFIG.json (the image's configuration, with the SHA-256 of each
/// uncompressed layer), and manifest.json: <c>[{"Config": "CONFIG.json", "RepoTags": [NAME], "Layers": ["LAYER.tar"]}]</c>.
/// </remarks>
internal static class TinyImage
{
    public const string Busybox = "localhost/busybox:1";
    public const string Pause = "registry.k8s.io/pause:3.9";

    private static readonly string[] _applets =
        ["sh", "sleep", "cat", "echo", "id", "ls", "touch", "dd", "kill", "true", "false", "mount", "grep", "ps", "env", "hostname", "nc", "httpd", "wget", "test", "df", "stat", "head", "sha256sum", "tar"];

    /// <param name="user">The image's user as in a Dockerfile; null: root.</param>
    public static void WriteBusybox(string directory, string name, string? user = null, string? passwd = null)
    {
        using var layer = new MemoryStream();
        using (var tar = new TarWriter(layer, leaveOpen: true))
        {
            AddFile(tar, "bin/busybox", Program("busybox", "busybox-static"), executable: true);
            foreach (var applet in _applets)
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "bin/" + applet) { LinkName = "busybox" });
            }

            AddFile(tar, "etc/passwd", Encoding.UTF8.GetBytes(passwd ?? "root:x:0:0::/:/bin/sh\n"), executable: false);
            tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "tmp") { Mode = (UnixFileMode)0x3ff });
        }

        Write(directory, name, layer.ToArray(), new JsonObject
        {
            ["User"] = user ?? "",
            ["Env"] = new JsonArray("PATH=/bin", "FROM_IMAGE=yes"),
            ["Cmd"] = new JsonArray("sleep", "1000"),
        });
    }

    public static void WritePause(string directory)
    {
        using var layer = new MemoryStream();
        using (var tar = new TarWriter(layer, leaveOpen: true))
        {
            AddFile(tar, "pause", Program("catatonit", "catatonit"), executable: true);
        }

        Write(directory, Pause, layer.ToArray(), new JsonObject { ["User"] = "65535:65535", ["Entrypoint"] = new JsonArray("/pause", "-P") });
    }

    private static void Write(string directory, string name, byte[] layer, JsonObject config)
    {
        var image = new JsonObject
        {
            ["architecture"] = "amd64",
            ["os"] = "linux",
            ["config"] = config,
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray("sha256:" + Hash(layer)) },
        };
        var configBytes = Encoding.UTF8.GetBytes(image.ToJsonString());
        var manifest = new JsonArray(new JsonObject
        {
            ["Config"] = Hash(configBytes) + ".json",
            ["RepoTags"] = new JsonArray(name),
            ["Layers"] = new JsonArray(Hash(layer) + ".tar"),
        });

        using var file = File.Create(Path.Combine(directory, Hash(Encoding.UTF8.GetBytes(name)) + ".tar"));
        using var archive = new TarWriter(file);
        AddFile(archive, Hash(layer) + ".tar", layer, executable: false);
        AddFile(archive, Hash(configBytes) + ".json", configBytes, executable: false);
        AddFile(archive, "manifest.json", Encoding.UTF8.GetBytes(manifest.ToJsonString()), executable: false);
    }

    private static void AddFile(TarWriter tar, string name, byte[] content, bool executable) => tar.WriteEntry(
        new PaxTarEntry(TarEntryType.RegularFile, name)
        {
            DataStream = new MemoryStream(content),
            Mode = (UnixFileMode)(executable ? 0x1ed : 0x1a4),  // 0755, 0644
        });

    private static byte[] Program(string name, string package)
    {
        var file = new[] { "/bin/", "/usr/bin/" }.Select(d => d + name).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"{name} is not installed; the tests of the node need the package {package}");
        return File.ReadAllBytes(file);
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
