using JvmDebug.Jfr.ConstantPools;
using JvmDebug.Jfr.Metadata;

namespace JvmDebug.Jfr;

public sealed class RecordedThread : RecordedObject
{
    internal RecordedThread(TypeDescriptor type, object?[] values, ChunkConstants constants)
        : base(type, values, constants)
    {
    }

    public string? OSName => GetString("osName");

    public long OSThreadId => GetLong("osThreadId");

    /// <summary>Null for threads of the VM itself.</summary>
    public string? JavaName => GetString("javaName");

    /// <summary>0 or less for threads of the VM itself.</summary>
    public long JavaThreadId => GetLong("javaThreadId");

    public RecordedThreadGroup? ThreadGroup => GetValue("group") as RecordedThreadGroup;

    /// <summary>Recorded since JDK 19.</summary>
    public bool IsVirtual => GetBoolean("virtual");

    /// <summary>The Java name, else that of the operating system; null if it has neither.</summary>
    public string? Name => JavaName is { Length: > 0 } name ? name : OSName;
}

public sealed class RecordedThreadGroup : RecordedObject
{
    internal RecordedThreadGroup(TypeDescriptor type, object?[] values, ChunkConstants constants)
        : base(type, values, constants)
    {
    }

    public string? Name => GetString("name");

    public RecordedThreadGroup? Parent => GetValue("parent") as RecordedThreadGroup;
}
