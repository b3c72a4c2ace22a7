using JvmDebug.Jfr.ConstantPools;
using JvmDebug.Jfr.Metadata;

namespace JvmDebug.Jfr;

/// <summary>
/// A class as the constant pool <c>java.lang.Class</c> has it. HotSpot writes what the chunk's events refer to, so package, module
/// and loader may be null where a recording was cut off or another producer (async-profiler) wrote the name alone.
/// </summary>
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

    /// <summary>The access flags of the class file: 0x1 public, 0x10 final, 0x200 interface; 0 where they are not recorded.</summary>
    public int Modifiers => GetInt("modifiers");

    /// <summary>The bootstrap loader is one, too; null where none is recorded.</summary>
    public RecordedClassLoader? ClassLoader => GetValue("classLoader") as RecordedClassLoader;

    /// <summary>With dots; null of arrays, and where no package is recorded.</summary>
    public string? PackageName => GetString("package.name")?.Replace('/', '.');

    /// <summary><c>java.base</c>; null for the unnamed module, which has what stands on the class path, and for arrays.</summary>
    public string? ModuleName => GetString("package.module.name");

    /// <summary>Recorded since JDK 15.</summary>
    public bool IsHidden => GetBoolean("hidden");
}

/// <summary>A class loader, of the constant pool <c>jdk.types.ClassLoader</c>.</summary>
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
