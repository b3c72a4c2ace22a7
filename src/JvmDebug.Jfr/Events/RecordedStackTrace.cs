using JvmDebug.Jfr.ConstantPools;
using JvmDebug.Jfr.Metadata;

namespace JvmDebug.Jfr;

/// <summary>
/// A stack, of the constant pool <c>jdk.types.StackTrace</c>: equal stacks of a chunk are one constant, and so one object. An event
/// has none if its type records none, if its setting <c>stackTrace</c> is off, or if it was committed by a thread of the VM.
/// </summary>
public sealed class RecordedStackTrace : RecordedObject
{
    private IReadOnlyList<RecordedFrame>? _frames;

    internal RecordedStackTrace(TypeDescriptor type, object?[] values, ChunkConstants constants)
        : base(type, values, constants)
    {
    }

    /// <summary>The top of the stack first.</summary>
    public IReadOnlyList<RecordedFrame> Frames => _frames ??= GetValue("frames") is object?[] frames ? [.. frames.OfType<RecordedFrame>()] : [];

    /// <summary>The stack was deeper than the JVM's limit (64 frames unless set): its root is missing.</summary>
    public bool IsTruncated => GetBoolean("truncated");
}

/// <summary>A frame of a stack (<c>jdk.types.StackFrame</c>), written within it and in no pool of its own.</summary>
public sealed class RecordedFrame : RecordedObject
{
    internal RecordedFrame(TypeDescriptor type, object?[] values, ChunkConstants constants)
        : base(type, values, constants)
    {
    }

    /// <summary>Null where the chunk lost the method, as one that was cut off.</summary>
    public RecordedMethod? Method => GetValue("method") as RecordedMethod;

    /// <summary>0 or less if unknown.</summary>
    public int LineNumber => GetInt("lineNumber");

    /// <summary>Bytes from the start of the method's code; 0 in native methods, which have none.</summary>
    public int BytecodeIndex => GetInt("bytecodeIndex");

    /// <summary><c>Interpreted</c>, <c>JIT compiled</c>, <c>Inlined</c>, <c>Native</c>; async-profiler adds <c>C++</c>, <c>Kernel</c>, <c>C1 compiled</c>.</summary>
    public string? Type => GetString("type");

    /// <summary>False for the functions of C++ and of the kernel that async-profiler records; a native Java method is a Java frame.</summary>
    public bool IsJavaFrame => Type is not ("C++" or "Kernel");
}

/// <summary>
/// A method, of the constant pool <c>jdk.types.Method</c>. What async-profiler records of C++ and of the kernel are methods as well,
/// of a class without a name.
/// </summary>
public sealed class RecordedMethod : RecordedObject
{
    private string? _fullName;

    internal RecordedMethod(TypeDescriptor type, object?[] values, ChunkConstants constants)
        : base(type, values, constants)
    {
    }

    public RecordedClass? Type => GetClass("type");

    public string Name => GetString("name") ?? "(unknown)";

    /// <summary><c>(ILjava/lang/String;)V</c>.</summary>
    public string? Descriptor => GetString("descriptor");

    /// <summary>The access flags of the class file: 0x1 public, 0x8 static, 0x100 native.</summary>
    public int Modifiers => GetInt("modifiers");

    /// <summary>One that Java's own stack traces leave out, as those of lambdas' forms.</summary>
    public bool IsHidden => GetBoolean("hidden");

    /// <summary><c>demo.Primes.isPrime</c>, the class under its <see cref="RecordedClass.StableName"/>; the name alone for a function of C.</summary>
    public string FullName => _fullName ??= Type is { } type && type.StableName.Length > 0 ? $"{type.StableName}.{Name}" : Name;
}
