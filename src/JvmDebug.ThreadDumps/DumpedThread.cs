namespace JvmDebug.ThreadDumps;

/// <summary>One thread as a dump shows it.</summary>
public sealed record DumpedThread
{
    /// <summary>As it is: may be empty and may hold any character.</summary>
    public required string Name { get; init; }

    /// <summary>The number Java gives it (<c>#12</c>, JDK 8 and later); null for threads of the VM itself.</summary>
    public long? Id { get; init; }

    /// <summary>The operating system's number, as <c>top -H</c> shows it.</summary>
    public long? NativeId { get; init; }

    /// <summary>The VM's address of it (<c>tid=</c>), unchanged for the thread's life.</summary>
    public string? Address { get; init; }

    public bool IsDaemon { get; init; }

    public bool IsVirtual { get; init; }

    /// <summary>A thread of the VM itself: garbage collector, compiler, VM Thread.</summary>
    public bool IsOfVm { get; init; }

    public JavaThreadState State { get; init; }

    /// <summary>CPU time since the thread's start (JDK 11 and later).</summary>
    public TimeSpan? Cpu { get; init; }

    /// <summary>Time since the thread's start.</summary>
    public TimeSpan? Elapsed { get; init; }

    public StackTrace Stack { get; init; } = StackTrace.Empty;

    public IReadOnlyList<ThreadLock> Locks { get; init; } = [];

    /// <summary>Id of the virtual thread that this one carries.</summary>
    public long? Carries { get; init; }

    /// <summary>Id of the thread that carries this virtual one.</summary>
    public long? Carrier { get; init; }

    /// <summary>The thread container of a dump to a file: an executor, or <c>&lt;root&gt;</c>.</summary>
    public string? Container { get; init; }

    /// <summary>The name, or what else tells it from others.</summary>
    public string Label => Name.Length > 0 ? Name : Id is { } id ? FormattableString.Invariant($"#{id}") : "(no name)";

    /// <summary>A thread is itself and no other that looks the same: thousands do.</summary>
    public bool Equals(DumpedThread? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
