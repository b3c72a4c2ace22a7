namespace JvmDebug.Hprof;

/// <summary>What is in a heap dump that was found whole.</summary>
public sealed record HprofSummary
{
    /// <summary><c>JAVA PROFILE 1.0.1</c> or <c>JAVA PROFILE 1.0.2</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Bytes of an object id: 4 or 8.</summary>
    public required int IdSize { get; init; }

    /// <summary>When the JVM wrote it.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Bytes, decompressed.</summary>
    public long Size { get; init; }

    public long Symbols { get; init; }

    public long Classes { get; init; }

    public long Instances { get; init; }

    public long ObjectArrays { get; init; }

    public long PrimitiveArrays { get; init; }

    public long Roots { get; init; }

    public long Objects => Instances + ObjectArrays + PrimitiveArrays;

    /// <summary>What the redaction did; null if there was none.</summary>
    public RedactionSummary? Redaction { get; init; }
}

/// <summary>What a redaction took out of a heap dump.</summary>
/// <param name="ArrayBytes">Bytes of primitive arrays that became zeros.</param>
/// <param name="Symbols">Symbols that are nobody's name, blanked.</param>
/// <param name="LostNames">Names that were blanked because what they name came only after objects; 0 in HotSpot's dumps.</param>
/// <param name="BlankedObjects">Objects zeroed whole, references too, because their class came after them; 0 in HotSpot's dumps.</param>
public sealed record RedactionSummary(long ArrayBytes, long Symbols, long LostNames, long BlankedObjects);
