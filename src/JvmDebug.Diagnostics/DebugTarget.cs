using System.Globalization;

namespace JvmDebug.Diagnostics;

/// <summary>Where to look for a JVM and with which debug container; the same for every command that enters a pod.</summary>
public sealed record DebugTarget
{
    /// <summary><c>POD</c>, <c>pod/N</c>, <c>deploy/N</c>, <c>sts/N</c>, <c>ds/N</c>, <c>rs/N</c>, <c>job/N</c>, <c>svc/N</c>; null with a selector, or for every pod of the namespace.</summary>
    public string? Name { get; init; }

    public string? Selector { get; init; }

    /// <summary>Take one ready pod when several match.</summary>
    public bool Any { get; init; }

    /// <summary>Take all pods that match, and all JVMs of each.</summary>
    public bool All { get; init; }

    /// <summary>The command takes one pod: all cannot be asked for, and nobody is told to.</summary>
    public bool OnePod { get; init; }

    /// <summary>How many pods are entered at once.</summary>
    public int Parallel { get; init; } = DefaultParallel;

    public string? Container { get; init; }

    public int? Pid { get; init; }

    public EntryMode? Mode { get; init; }

    /// <summary>The debug image; null for the default.</summary>
    public string? Image { get; init; }

    public string? ImagePullPolicy { get; init; }

    /// <summary>The debug container ends itself when nobody came for this long; null for the default.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>Leave what was put into the cluster until <c>session stop</c>.</summary>
    public bool Keep { get; init; }

    /// <summary>Go on where the pod's memory, or its data, would be at risk.</summary>
    public bool Force { get; init; }

    /// <summary>Say what would be done, and do nothing (<see cref="DryRuns.DryRun"/>).</summary>
    public bool DryRun { get; init; }

    public const int DefaultParallel = 8;

    public const string DefaultImage = DebugDefaults.BuiltInImage;

    /// <summary>The process that <c>local/PID</c> names; null if the target is in a cluster.</summary>
    public int? LocalPid => Name is not null && Name.StartsWith(LocalPrefix, StringComparison.Ordinal)
        && int.TryParse(Name.AsSpan(LocalPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && pid > 0 ? pid : null;

    private const string LocalPrefix = "local/";

    /// <summary>Whether the name is meant as <c>local/PID</c>, well-formed or not.</summary>
    public static bool IsLocalName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.StartsWith(LocalPrefix, StringComparison.Ordinal);
    }
}
