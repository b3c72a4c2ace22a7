using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using JvmDebug.Jfr.ConstantPools;
using JvmDebug.Jfr.Metadata;
using JvmDebug.Jfr.Reading;
using JvmDebug.Jfr.Rows;

namespace JvmDebug.Jfr.Stacks;

/// <summary>
/// The names of methods, made once in a pass. Every chunk has its methods again, under keys that are its own, so they are told by
/// the bytes of their names: objects and texts of all of them were a tenth of what the hot methods of a recording took.
/// </summary>
internal sealed class MethodNames(ChunkMetadata metadata)
{
    private const int Type = 0;
    private const int Name = 1;
    private const int Descriptor = 2;

    private readonly RowPlan? _method = PlanOf(metadata, IsKey, "jdk.types.Method", "type", "name", "descriptor");
    private readonly RowPlan? _class = PlanOf(metadata, IsKey, "java.lang.Class", "name");
    private readonly RowPlan? _symbol = PlanOf(metadata, IsText, "jdk.types.Symbol", "string");
    private readonly ConcurrentDictionary<byte[], MethodName> _known = new(ByContent.Instance);

    /// <summary>Null for a dangling key.</summary>
    public MethodName? Find(ChunkConstants constants, ulong key, ArrayBufferWriter<byte> content)
    {
        content.ResetWrittenCount();
        if (!TryWrite(constants, key, content))
        {
            return Decoded(constants, key);
        }

        var known = _known.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (!known.TryGetValue(content.WrittenSpan, out var name) && (name = Decoded(constants, key)) is not null)
        {
            known.TryAdd(content.WrittenSpan, name);
        }

        return name;
    }

    private static MethodName? Decoded(ChunkConstants constants, ulong key) =>
        constants.Metadata.Find("jdk.types.Method") is { } type && constants.Resolve(type, key) is RecordedMethod method ? new MethodName(method) : null;

    /// <returns>False if they are not all symbols, which other producers need not use.</returns>
    private bool TryWrite(ChunkConstants constants, ulong key, ArrayBufferWriter<byte> content)
    {
        Span<long> method = stackalloc long[Descriptor + 3];
        Span<long> type = stackalloc long[3];
        return TryDecode(constants, _method, (long)key, method, out _) && TryDecode(constants, _class, method[Type], type, out _)
            && TryWriteSymbol(constants, type[0], content) && TryWriteSymbol(constants, method[Name], content) && TryWriteSymbol(constants, method[Descriptor], content);
    }

    private bool TryWriteSymbol(ChunkConstants constants, long key, ArrayBufferWriter<byte> content)
    {
        Span<long> symbol = stackalloc long[3];
        if (!TryDecode(constants, _symbol, key, symbol, out var cursor))
        {
            return false;
        }

        var text = cursor.At(symbol[0]).Remaining;
        cursor = cursor.At(symbol[0]);
        cursor.SkipString();
        content.Write(text[..(int)(cursor.Position - symbol[0])]);
        // A key of this chunk.
        return text[0] != ChunkCursor.PooledText;
    }

    private static bool TryDecode(ChunkConstants constants, [NotNullWhen(true)] RowPlan? plan, long key, Span<long> slots, out ChunkCursor cursor)
    {
        if (plan is null || !constants.TryFind(plan.Type, (ulong)key, out cursor))
        {
            cursor = default;
            return false;
        }

        plan.Decode(ref cursor, slots, constants.Clock);
        return true;
    }

    // The slot of a text holds a position that is read from, that of a key whatever the file says: they must not be mistaken.
    private static RowPlan? PlanOf(ChunkMetadata metadata, Func<ValueDescriptor, bool> isAsExpected, string typeName, params string[] fields)
    {
        var plan = metadata.Find(typeName) is { } type ? new RowPlan(0, 0, type, fields) : null;
        return plan?.Fields.All(field => field is not null && isAsExpected(field)) == true ? plan : null;
    }

    private static bool IsKey(ValueDescriptor field) => field is { IsPooled: true, IsArray: false, TypeName: "jdk.types.Symbol" or "java.lang.Class" };

    private static bool IsText(ValueDescriptor field) => field is { IsPooled: false, IsArray: false, Type.Kind: ValueKind.Text };

    private sealed class ByContent : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static ByContent Instance { get; } = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}

/// <summary>A method by its names, without the objects of the chunk it was found in.</summary>
internal sealed class MethodName(RecordedMethod method)
{
    /// <summary><c>demo.Primes.isPrime</c>, see <see cref="RecordedMethod.FullName"/>.</summary>
    public string FullName { get; } = method.FullName;

    /// <summary>With parameters, see <see cref="JavaNames.Method"/>.</summary>
    public string Signature { get; } = JavaNames.Method(method);

    /// <summary>The class under its <see cref="RecordedClass.StableName"/>; empty for a function of C.</summary>
    public string ClassName { get; } = method.Type?.StableName ?? "";

    public string Name { get; } = method.Name;
}
