using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace JvmDebug.Kubernetes;

/// <summary>What NO_PROXY says, read as kubectl does.</summary>
/// <remarks>
/// The rules of golang.org/x/net/http/httpproxy (proxy.go), entries separated by commas:
/// <code>
/// *                              every host
/// foo.com                        foo.com and what ends in .foo.com
/// .foo.com, *.foo.com            what ends in .foo.com
/// 10.1.2.3, ::1                  that address, where the URL has an address; names are not looked up
/// 10.0.0.0/8, fd00::/8           addresses in that range
/// foo.com:6443, 10.1.2.3:6443    with that port alone ([::1]:6443)
/// (no entry)                     localhost, and what is a loopback address
/// </code>
/// </remarks>
internal static class NoProxy
{
    public static bool Covers(string list, Uri server)
    {
        var (host, ip) = (server.IdnHost.ToLowerInvariant(), ParseIp(server.IdnHost));
        return host == "localhost"
            || ip is not null && IPAddress.IsLoopback(ip)
            || list.Split(',', StringSplitOptions.TrimEntries).Any(entry => Matches(entry.ToLowerInvariant(), host, ip, server.Port));
    }

    private static bool Matches(string entry, string host, IPAddress? ip, int port)
    {
        if (entry == "*")
        {
            return true;
        }

        if (entry.Split('/') is [var network, var length] && ParseIp(network) is { } from && int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bits))
        {
            return ip is not null && IsWithin(ip, from, bits);
        }

        var (name, only) = SplitPort(entry);
        if (only is not null && only != port.ToString(CultureInfo.InvariantCulture) || name.Length == 0)
        {
            return false;
        }

        if (ParseIp(name) is { } address)
        {
            return address.Equals(ip);
        }

        var suffix = name.StartsWith("*.", StringComparison.Ordinal) ? name[1..] : name;
        return ip is null && (suffix[0] == '.' ? host.EndsWith(suffix, StringComparison.Ordinal) : host == suffix || host.EndsWith("." + suffix, StringComparison.Ordinal));
    }

    // host:port and [address]:port; an IPv6 address without brackets has no port.
    private static (string Name, string? Port) SplitPort(string entry)
    {
        var colon = entry.LastIndexOf(':');
        if (colon < 0 || entry[0] != '[' && entry.IndexOf(':', StringComparison.Ordinal) != colon || entry[^1] == ']')
        {
            return (entry.Trim('[', ']'), null);
        }

        return (entry[..colon].Trim('[', ']'), entry[(colon + 1)..] is { Length: > 0 } port ? port : null);
    }

    // .NET takes 10 and 0x7f.1 for addresses as well.
    private static IPAddress? ParseIp(string text) => IPAddress.TryParse(text, out var ip) switch
    {
        false => null,
        true when ip!.IsIPv4MappedToIPv6 => ip.MapToIPv4(),
        true when ip.AddressFamily == AddressFamily.InterNetworkV6 || text.Count(c => c == '.') == 3 => ip,
        _ => null,
    };

    // Unlike IPNetwork, this takes 10.1.2.3/8 for 10.0.0.0/8.
    private static bool IsWithin(IPAddress ip, IPAddress from, int bits)
    {
        var (left, right) = (ip.GetAddressBytes(), from.GetAddressBytes());
        return left.Length == right.Length
            && bits <= left.Length * 8
            && Enumerable.Range(0, bits).All(bit => ((left[bit / 8] ^ right[bit / 8]) & (0x80 >> (bit % 8))) == 0);
    }
}
