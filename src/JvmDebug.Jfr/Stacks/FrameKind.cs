namespace JvmDebug.Jfr.Stacks;

/// <summary>What a frame of a call tree stands for.</summary>
/// <remarks>
/// Interpreted, C1, C2 and inlined frames of a method are one kind: which of them a method happened to be in when a sample was
/// taken says nothing about what it costs, and would split its bar.
/// </remarks>
public enum FrameKind
{
    /// <summary>A Java method.</summary>
    Java,

    /// <summary>A native Java method, or a C function in what async-profiler writes.</summary>
    Native,

    /// <summary>C++ code of the JVM; async-profiler only.</summary>
    Cpp,

    /// <summary>Code of the kernel; async-profiler only.</summary>
    Kernel,

    /// <summary>Not code: the class that was allocated, locked or thrown, on top of the stack.</summary>
    Class,

    /// <summary>Below it the stack goes on, but deeper than the recording's <c>stackdepth</c>.</summary>
    Truncated,

    /// <summary>The event has no stack, or the recording does not hold it.</summary>
    NoStack,
}
