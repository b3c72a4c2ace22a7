using JvmDebug.ThreadDumps.Analysis;

namespace JvmDebug.ThreadDumps;

/// <summary>
/// A stack, top frame first. One reader keeps each distinct stack once, so equal stacks are the same object. What differs
/// from run to run (addresses of hidden classes, numbers of lambdas) is taken out of the frames.
/// </summary>
public sealed class StackTrace(IReadOnlyList<string> frames)
{
    public static readonly StackTrace Empty = new([]);

    private StackRole? _role;

    /// <summary>As the dump has them: <c>demo.Cart.add(Cart.java:17)</c>.</summary>
    public IReadOnlyList<string> Frames { get; } = frames;

    public string? Top => Frames.Count > 0 ? Frames[0] : null;

    /// <summary>The first frame that says what the thread is about: what parks it and what a lock is made of say nothing. Null without frames.</summary>
    public string? Telling => Frames.FirstOrDefault(frame => !IsPlumbing(frame)) ?? Top;

    /// <summary>Found out once: equal stacks are one object, and pools have thousands of them.</summary>
    internal StackRole Role => _role ??= StackRoles.Of(Frames);

    /// <summary>Whether a frame is of this method, given without module and parentheses: <c>java.lang.Thread.sleep0</c>.</summary>
    public bool Has(string method) => Frames.Any(frame => IsOf(frame, method));

    internal static bool IsPlumbing(string frame) =>
        frame.Contains("java.util.concurrent.locks.", StringComparison.Ordinal) || frame.Contains("misc.Unsafe.park", StringComparison.Ordinal)
        || IsOf(frame, "ForkJoinPool.unmanagedBlock") || IsOf(frame, "ForkJoinPool.managedBlock") || IsOf(frame, "Object.wait") || IsOf(frame, "Object.wait0")
        || IsOf(frame, "Thread.sleep0") || IsOf(frame, "Thread.sleepNanos0") || IsOf(frame, "Thread.sleepNanos");

    internal static bool IsOf(string frame, string method)
    {
        var at = frame.IndexOf(method, StringComparison.Ordinal);
        return at >= 0
            && (at == 0 || frame[at - 1] is '/' or '.')
            && (at + method.Length == frame.Length || frame[at + method.Length] is '(' or '.' or '$');
    }
}
