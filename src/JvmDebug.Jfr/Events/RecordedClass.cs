using JvmDebug.Jfr.ConstantPools;
using JvmDebug.Jfr.Metadata;

namespace JvmDebug.Jfr;

public sealed class RecordedClass : RecordedObject
{
    private string? _name;
    private string? _stableName;

    internal RecordedClass(TypeDescriptor type, object?[] values, ChunkConstants constants)
        : base(type, values, constants)
    {
    }

    /// <summary>With dots, as recorded: <c>java.lang.String</c>, <c>[B</c>, <c>demo.Shop$$Lambda+0x00007f0948007a08/1790421142</c>.</summary>
    public string Name => _name ??= GetString("name")?.Replace('/', '.') ?? "(unknown)";

    /// <summary>As <see cref="Name"/>, without the numbers of generated classes, which differ between runs: <c>demo.Shop$$Lambda</c>.</summary>
    public string StableName => _stableName ??= GetString("name") is { } name ? ClassNames.Normalize(name) : "(unknown)";

    public int Modifiers => GetInt("modifiers");

    public RecordedClassLoader? ClassLoader => GetValue("classLoader") as RecordedClassLoader;

    /// <summary>With dots; null if unknown.</summary>
    public string? PackageName => GetString("package.name")?.Replace('/', '.');

    public string? ModuleName => GetString("package.module.name");

    /// <summary>Recorded since JDK 15.</summary>
    public bool IsHidden => GetBoolean("hidden");
}

public sealed class RecordedClassLoader : RecordedObject
{
    internal RecordedClassLoader(TypeDescriptor type, object?[] values, ChunkConstants constants)
        : base(type, values, constants)
    {
    }

    /// <summary><c>app</c>, <c>platform</c>, <c>bootstrap</c>; null for a loader without a name.</summary>
    public string? Name => GetString("name");

    /// <summary>Null for the bootstrap loader.</summary>
    public RecordedClass? Type => GetClass("type");
}
