using System.Buffers;
using JvmDebug.Jfr.ConstantPools;
using JvmDebug.Jfr.Rows;
using JvmDebug.Jfr.Stacks;

namespace JvmDebug.Jfr;

/// <summary>
/// What a consumer's part may know of its chunk, and where it turns keys into names. Keys are those of this chunk; nothing here
/// may be kept after <see cref="IEventPart.Finish"/> but the texts.
/// </summary>
public sealed class RecordingChunk
{
    private readonly FrameLayout _frames;
    private readonly MethodNames _methodNames;
    private readonly Dictionary<ulong, MethodName?> _methods = [];
    private readonly ArrayBufferWriter<byte> _content = new();

    internal RecordingChunk(ChunkConstants constants, FrameLayout frames, MethodNames methodNames) =>
        (Constants, _frames, _methodNames) = (constants, frames, methodNames);

    public ChunkHeader Header => Constants.Header;

    internal ChunkConstants Constants { get; }

    /// <summary>Null if the chunk does not declare it.</summary>
    public EventType? FindEventType(string name) => Constants.Metadata.Find(name) is { IsEvent: true } type ? type.EventType : null;

    /// <summary>The name of the event type with this id in this chunk, as <c>jdk.ActiveSetting</c> refers to it; null if there is none.</summary>
    public EventType? FindEventType(long id) => Constants.Metadata.TryGet(id, out var type) && type.IsEvent ? type.EventType : null;

    /// <summary>Null for a dangling key, here and below. The objects are made once a key.</summary>
    public RecordedThread? GetThread(ulong key) => Resolve("java.lang.Thread", key) as RecordedThread;

    public RecordedClass? GetClass(ulong key) => Resolve("java.lang.Class", key) as RecordedClass;

    public RecordedMethod? GetMethod(ulong key) => Resolve("jdk.types.Method", key) as RecordedMethod;

    /// <summary>The names alone, which are cheaper.</summary>
    internal MethodName? GetMethodName(ulong key)
    {
        if (!_methods.TryGetValue(key, out var name))
        {
            _methods[key] = name = _methodNames.Find(Constants, key, _content);
        }

        return name;
    }

    /// <summary>With all its frames as objects; <see cref="ReadFrames"/> is cheaper.</summary>
    public RecordedStackTrace? GetStackTrace(ulong key) => Resolve("jdk.types.StackTrace", key) as RecordedStackTrace;

    /// <summary>Text of an enumeration, <c>jdk.types.ThreadState</c>, <c>jdk.types.GCCause</c>.</summary>
    public string? GetText(string typeName, ulong key) => Resolve(typeName, key) as string;

    /// <summary>The constant of any pool.</summary>
    public object? Resolve(string typeName, ulong key) => Constants.Metadata.Find(typeName) is { } type ? Constants.Resolve(type, key) : null;

    /// <summary>The frames of a stack trace as keys, top first. Resolve each distinct method once, with <see cref="GetMethod"/>.</summary>
    /// <param name="frames">Cleared first.</param>
    /// <param name="isTruncated">The stack was deeper than the JVM's limit: its root is missing.</param>
    /// <returns>False for a dangling key.</returns>
    public bool ReadFrames(ulong stackTrace, List<StackFrameKey> frames, out bool isTruncated)
    {
        ArgumentNullException.ThrowIfNull(frames);
        frames.Clear();
        isTruncated = false;
        return _frames.StackTrace is { } type && Constants.TryFind(type, stackTrace, out var cursor) && _frames.Read(cursor, frames, out isTruncated);
    }

    /// <summary>The top frame alone.</summary>
    /// <returns>False for a dangling key or a stack without frames.</returns>
    public bool TryReadTopFrame(ulong stackTrace, out StackFrameKey frame)
    {
        frame = default;
        return _frames.StackTrace is { } type && Constants.TryFind(type, stackTrace, out var cursor) && _frames.ReadTop(cursor, out frame);
    }
}

/// <summary>A frame of a stack trace, unresolved.</summary>
/// <param name="Method">Key for <see cref="RecordingChunk.GetMethod"/>.</param>
/// <param name="LineNumber">0 or less if unknown.</param>
/// <param name="FrameType">Key of a <c>jdk.types.FrameType</c>. Compare its text: the keys differ between producers.</param>
public readonly record struct StackFrameKey(ulong Method, int LineNumber, int BytecodeIndex, ulong FrameType);
