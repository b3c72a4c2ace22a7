using JvmDebug.Jfr.ConstantPools;
using JvmDebug.Jfr.Metadata;

namespace JvmDebug.Jfr;

/// <summary>
/// A thread as the constant pool <c>java.lang.Thread</c> has it: of Java, virtual ones too, or of the VM itself (garbage
/// collector, compiler, VM Thread), which has a name and a number of the operating system's alone.
/// </summary>
public sealed class RecordedThread : RecordedObject
{
    internal RecordedThread(TypeDescriptor type, object?[] values, ChunkConstants constants)
        : base(type, values, constants)
    {
    }

    /// <summary>What the operating system is told; null of a virtual thread, which it does not know.</summary>
    public string? OSName => GetString("osName");

    /// <summary>As <c>top -H</c> shows it, in the JVM's PID namespace; 0 of a virtual thread.</summary>
    public long OSThreadId => GetLong("osThreadId");

    /// <summary>Null for threads of the VM itself.</summary>
    public string? JavaName => GetString("javaName");

    /// <summary>0 or less for threads of the VM itself.</summary>
    public long JavaThreadId => GetLong("javaThreadId");

    /// <summary>Null for threads of the VM itself.</summary>
    public RecordedThreadGroup? ThreadGroup => GetValue("group") as RecordedThreadGroup;

    /// <summary>Recorded since JDK 19.</summary>
    public bool IsVirtual => GetBoolean("virtual");

    /// <summary>The Java name, else that of the operating system; null if it has neither.</summary>
    public string? Name => JavaName is { Length: > 0 } name ? name : OSName;
}

/// <summary>A <c>java.lang.ThreadGroup</c>, of the constant pool <c>jdk.types.ThreadGroup</c>: <c>main</c>, above it <c>system</c>, and <c>VirtualThreads</c>.</summary>
public sealed class RecordedThreadGroup : RecordedObject
{
    internal RecordedThreadGroup(TypeDescriptor type, object?[] values, ChunkConstants constants)
        : base(type, values, constants)
    {
    }

    public string? Name => GetString("name");

    /// <summary>Null for the topmost, which are <c>system</c> and <c>VirtualThreads</c>.</summary>
    public RecordedThreadGroup? Parent => GetValue("parent") as RecordedThreadGroup;
}
