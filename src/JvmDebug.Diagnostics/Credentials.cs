using System.Globalization;

namespace JvmDebug.Diagnostics;

/// <summary>What the kernel compares in a ptrace access check: effective uid and gid, and the capability set.</summary>
internal sealed record Credentials(long Uid, long Gid, ulong Capabilities)
{
    // linux/capability.h, in bit order.
    private static readonly string[] Names =
    [
        "CHOWN", "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID", "SETPCAP",
        "LINUX_IMMUTABLE", "NET_BIND_SERVICE", "NET_BROADCAST", "NET_ADMIN", "NET_RAW", "IPC_LOCK", "IPC_OWNER",
        "SYS_MODULE", "SYS_RAWIO", "SYS_CHROOT", "SYS_PTRACE", "SYS_PACCT", "SYS_ADMIN", "SYS_BOOT", "SYS_NICE",
        "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG", "MKNOD", "LEASE", "AUDIT_WRITE", "AUDIT_CONTROL", "SETFCAP",
        "MAC_OVERRIDE", "MAC_ADMIN", "SYSLOG", "WAKE_ALARM", "BLOCK_SUSPEND", "AUDIT_READ", "PERFMON", "BPF",
        "CHECKPOINT_RESTORE",
    ];

    /// <summary>Names of the capabilities that <paramref name="other"/> has and this has not, as Kubernetes writes them.</summary>
    public IReadOnlyList<string> MissingFrom(Credentials other)
    {
        var missing = other.Capabilities & ~Capabilities;
        return [.. Names.Where((_, bit) => (missing >> bit & 1) == 1)];
    }

    public static bool TryParse(string uid, string gid, string capabilities, out Credentials credentials)
    {
        var ok = long.TryParse(uid, NumberStyles.None, CultureInfo.InvariantCulture, out var u)
            & long.TryParse(gid, NumberStyles.None, CultureInfo.InvariantCulture, out var g)
            & ulong.TryParse(capabilities, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var c);
        credentials = new Credentials(u, g, c);
        return ok;
    }
}
