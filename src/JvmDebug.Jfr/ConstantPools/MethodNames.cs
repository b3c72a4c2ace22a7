using JvmDebug.Jfr.Metadata;
using JvmDebug.Jfr.Reading;

namespace JvmDebug.Jfr.ConstantPools;

/// <summary>Resolves a stack trace's top frame to <c>package.Class.method</c>, each distinct method once.</summary>
internal sealed class MethodNames
{
    private const string Unknown = "(unknown)";

    private readonly MappedChunk _chunk;
    private readonly ValueSkipper _skipper;
    private readonly PoolIndex _pools;
    private readonly TypeDescriptor? _stackTrace;
    private readonly TypeDescriptor? _stackFrame;
    private readonly TypeDescriptor? _method;
    private readonly TypeDescriptor? _class;
    private readonly TypeDescriptor? _symbol;
    private readonly Dictionary<ulong, string> _names = [];

    public MethodNames(MappedChunk chunk, ChunkMetadata metadata)
    {
        (_chunk, _skipper) = (chunk, new ValueSkipper(metadata));
        _stackTrace = metadata.Find("jdk.types.StackTrace");
        _stackFrame = metadata.Find("jdk.types.StackFrame");
        _method = metadata.Find("jdk.types.Method");
        _class = metadata.Find("java.lang.Class");
        _symbol = metadata.Find("jdk.types.Symbol");
        _pools = PoolIndex.Build(chunk, metadata, _stackTrace, _method, _class, _symbol);
    }

    public string TopFrame(ulong stackTraceKey)
    {
        if (_stackTrace is null || _stackFrame is null || _pools.Find(_stackTrace, stackTraceKey) is not { } position)
        {
            return Unknown;
        }

        var cursor = _chunk.At(position);
        foreach (var field in _stackTrace.Fields)
        {
            if (field.Name == "frames")
            {
                return cursor.ReadCount("frames") == 0 ? Unknown : Method(Reference(ref cursor, _stackFrame, "method"));
            }

            _skipper.SkipField(ref cursor, field);
        }

        return Unknown;
    }

    private string Method(ulong key)
    {
        if (_names.TryGetValue(key, out var known))
        {
            return known;
        }

        var name = Unknown;
        if (_method is not null && _pools.Find(_method, key) is { } position)
        {
            var type = Class(Reference(_method, position, "type"));
            name = $"{type}.{Symbol(Reference(_method, position, "name")) ?? Unknown}";
        }

        return _names[key] = name;
    }

    private string Class(ulong key) =>
        _class is not null && _pools.Find(_class, key) is { } position && Symbol(Reference(_class, position, "name")) is { } name
            ? ClassNames.Normalize(name)
            : Unknown;

    private string? Symbol(ulong key)
    {
        if (_symbol is null || _pools.Find(_symbol, key) is not { } position)
        {
            return null;
        }

        var cursor = _chunk.At(position);
        return cursor.ReadString(out _);
    }

    private ulong Reference(TypeDescriptor type, long position, string fieldName)
    {
        var cursor = _chunk.At(position);
        return Reference(ref cursor, type, fieldName);
    }

    private ulong Reference(ref ChunkCursor cursor, TypeDescriptor type, string fieldName)
    {
        foreach (var field in type.Fields)
        {
            if (field.Name == fieldName && field.IsPooled)
            {
                return cursor.ReadVarint();
            }

            _skipper.SkipField(ref cursor, field);
        }

        return 0;
    }
}
