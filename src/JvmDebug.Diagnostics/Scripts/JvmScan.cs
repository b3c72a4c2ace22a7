using System.Globalization;

namespace JvmDebug.Diagnostics.Scripts;

/// <summary>What the script saw of one JVM, and the identity an attach to it would be made under.</summary>
internal sealed record JvmScan
{
    public required int Pid { get; init; }

    public required int NamespacePid { get; init; }

    public required Credentials Credentials { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    public string? Java { get; init; }

    /// <summary>One of the words of <c>obstacle</c> in attach.sh; null if an attach can work.</summary>
    public string? Obstacle { get; init; }

    public Credentials? Debugger { get; init; }

    /// <summary>It has a handler for SIGQUIT; the signal kills a process that has none.</summary>
    public bool CatchesSigquit { get; init; }

    public JvmKind Kind { get; init; }

    /// <exception cref="JvmException">DebugImageUnsuitable: the line is not what our script prints.</exception>
    public static JvmScan ParseProcess(string line)
    {
        var fields = line.Split('\t', 8);
        if (fields.Length == 8
            && int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
            && int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var namespacePid)
            && Credentials.TryParse(fields[2], fields[3], fields[4], out var credentials))
        {
            return new JvmScan
            {
                Pid = pid,
                NamespacePid = namespacePid,
                Credentials = credentials,
                CatchesSigquit = HasSigquit(fields[5]) && !HasSigquit(fields[6]),
                Arguments = fields[7].TrimEnd('\u001f').Split('\u001f'),
            };
        }

        throw new JvmException(JvmFailure.DebugImageUnsuitable, $"The debug container described a JVM in a way jvmdebug does not understand: '{line}'. Try --image with another image.");
    }

    public JvmScan WithProbe(string line)
    {
        var fields = line.Split(' ');
        return fields.Length < 5 ? this : this with
        {
            Obstacle = fields[0] == "-" ? null : fields[0],
            Java = fields[1] == "-" ? null : fields[1],
            Debugger = Credentials.TryParse(fields[2], fields[3], fields[4], out var debugger) ? debugger : null,
            Kind = JvmKinds.Parse(fields.Length > 5 ? fields[5] : ""),
        };
    }

    // A mask of signals in hexadecimal, the lowest bit signal 1; SIGQUIT is 3.
    private static bool HasSigquit(string mask) =>
        ulong.TryParse(mask, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var signals) && (signals & 0x4) != 0;

    public JvmProcess ToProcess() => new(
        Pid,
        NamespacePid,
        Credentials.Uid,
        Credentials.Gid,
        Java,
        Kind == JvmKind.NativeImage ? Path.GetFileName(Arguments[0]) : JavaCommandLine.MainClass(Arguments),
        string.Join(' ', Arguments),
        Obstacle is null ? null : AttachObstacle.Describe(this))
    {
        Kind = Kind,
    };
}
