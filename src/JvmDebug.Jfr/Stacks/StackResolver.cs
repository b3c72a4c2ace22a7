namespace JvmDebug.Jfr.Stacks;

/// <summary>Turns the keys of one chunk into frames, nodes and threads, each distinct one once.</summary>
internal sealed class StackResolver(RecordingChunk chunk, bool lines)
{
    private readonly Dictionary<(StackProfileBuilder, ulong), int> _nodes = [];
    private readonly Dictionary<(StackProfileBuilder, ulong), int> _threads = [];
    private readonly Dictionary<(ulong Method, int Line, ulong Type), StackFrame> _frames = [];
    private readonly Dictionary<ulong, FrameKind> _kinds = [];
    private readonly List<StackFrameKey> _keys = [];

    public int Node(StackProfileBuilder builder, ulong stackTrace)
    {
        if (!_nodes.TryGetValue((builder, stackTrace), out var node))
        {
            var known = chunk.ReadFrames(stackTrace, _keys, out var truncated);
            int[] frames = known ? [.. _keys.Select(key => builder.Frame(Frame(key)))] : [];
            _nodes[(builder, stackTrace)] = node = builder.Node(frames, truncated);
        }

        return node;
    }

    public int Thread(StackProfileBuilder builder, ulong key)
    {
        if (!_threads.TryGetValue((builder, key), out var id))
        {
            var thread = chunk.GetThread(key) is { } found
                ? ProfiledThread.Of(found.Name, found.JavaThreadId > 0 ? found.JavaThreadId : found.OSThreadId, found.IsVirtual)
                : ProfiledThread.None;
            _threads[(builder, key)] = id = builder.Thread(thread);
        }

        return id;
    }

    public int ClassFrame(StackProfileBuilder builder, ulong key) =>
        builder.Frame(new StackFrame("", JavaTypeName.Of(chunk.GetClass(key)?.StableName ?? "(unknown)"), FrameKind.Class));

    private StackFrame Frame(StackFrameKey key)
    {
        var line = lines && key.LineNumber > 0 ? key.LineNumber : 0;
        if (!_frames.TryGetValue((key.Method, line, key.FrameType), out var frame))
        {
            var method = chunk.GetMethodName(key.Method);
            _frames[(key.Method, line, key.FrameType)] = frame = new StackFrame(method?.ClassName ?? "", method?.Name ?? "(unknown)", Kind(key.FrameType), line);
        }

        return frame;
    }

    private FrameKind Kind(ulong type)
    {
        if (!_kinds.TryGetValue(type, out var kind))
        {
            _kinds[type] = kind = chunk.GetText("jdk.types.FrameType", type) switch
            {
                "Native" => FrameKind.Native,
                "C++" => FrameKind.Cpp,
                "Kernel" => FrameKind.Kernel,
                _ => FrameKind.Java,
            };
        }

        return kind;
    }
}
