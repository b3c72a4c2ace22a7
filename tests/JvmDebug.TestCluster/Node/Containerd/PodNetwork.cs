using System.Net;
using System.Net.NetworkInformation;

namespace JvmDebug.TestCluster.Node.Containerd;

/// <summary>
/// The pods' network: one bridge with one private /24, made here and not by the CNI plugin, which would switch on IP
/// forwarding for the whole machine. Pods reach each other and the node, nothing else.
/// </summary>
internal sealed class PodNetwork(NodePaths paths)
{
    /// <summary>The node's address on the bridge: what pods see of the machine.</summary>
    public IPAddress Gateway { get; private set; } = IPAddress.None;

    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        var subnet = ChooseSubnet();
        Gateway = IPAddress.Parse(subnet + ".1");
        await Tool.RunAsync("ip", ["link", "add", paths.Bridge, "type", "bridge"], cancellationToken);
        await Tool.RunAsync("ip", ["address", "add", Gateway + "/24", "dev", paths.Bridge], cancellationToken);
        await Tool.RunAsync("ip", ["link", "set", paths.Bridge, "up"], cancellationToken);

        Directory.CreateDirectory(paths.CniConfiguration);
        await File.WriteAllTextAsync(Path.Combine(paths.CniConfiguration, "10-pods.conflist"), Configuration(subnet), cancellationToken);
    }

    // Two clusters may run side by side, and the machine has networks of its own.
    private string ChooseSubnet()
    {
        var taken = NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(i => i.GetIPProperties().UnicastAddresses)
            .Select(a => a.Address.ToString()).ToList();
        var start = Convert.ToInt32(paths.Id[..4], 16);
        return Enumerable.Range(0, 256)
            .Select(i => (start + i) & 0x3fff)
            .Select(n => $"10.{192 + (n >> 8)}.{n & 0xff}")
            .FirstOrDefault(subnet => !taken.Exists(t => t.StartsWith(subnet + ".", StringComparison.Ordinal)))
            ?? throw new NodeException("no free /24 between 10.192.0.0 and 10.255.255.0 for the pods");
    }

    private string Configuration(string subnet) => $$"""
        {
          "cniVersion": "0.4.0",
          "name": "{{paths.Network}}",
          "plugins": [
            {
              "type": "bridge",
              "bridge": "{{paths.Bridge}}",
              "isGateway": false,
              "ipMasq": false,
              "ipam": {
                "type": "host-local",
                "dataDir": "{{paths.CniAddresses}}",
                "ranges": [[{ "subnet": "{{subnet}}.0/24", "gateway": "{{subnet}}.1" }]],
                "routes": [{ "dst": "0.0.0.0/0" }]
              }
            }
          ]
        }
        """;
}
