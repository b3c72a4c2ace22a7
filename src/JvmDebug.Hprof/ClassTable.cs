namespace JvmDebug.Hprof;

/// <summary>How long the objects of each class are, and which of their bytes a redaction blanks.</summary>
internal sealed class ClassTable
{
    // The deepest hierarchies of real programs have a few dozen levels; a damaged dump can have a cycle.
    private const int DeepestHierarchy = 1000;

    private readonly Dictionary<ulong, ClassLayout> _classes = [];
    private ulong _lastId;
    private ClassLayout? _last;

    /// <summary>The same class again replaces it: a file can hold several dumps.</summary>
    public void Add(ulong id, ClassLayout layout)
    {
        _classes[id] = layout;
        _last = null;
    }

    /// <summary>The layout with the superclasses' fields; null if one of these classes has not been seen.</summary>
    public ClassLayout? Resolve(ulong id)
    {
        if (id == _lastId && _last is not null)
        {
            return _last;
        }

        var layout = Resolve(id, 0);
        (_lastId, _last) = (id, layout);
        return layout;
    }

    private ClassLayout? Resolve(ulong id, int depth)
    {
        if (depth > DeepestHierarchy || !_classes.TryGetValue(id, out var layout))
        {
            return null;
        }

        if (layout.Super == 0)
        {
            return layout;
        }

        if (Resolve(layout.Super, depth + 1) is not { } super)
        {
            return null;
        }

        var whole = layout.Over(super);
        _classes[id] = whole;
        return whole;
    }
}

/// <summary>
/// The bytes of an INSTANCE DUMP: a class's own fields, then its superclass's, and so on. <paramref name="Super"/> is 0 once
/// the superclasses are known.
/// </summary>
/// <param name="OwnSize">Bytes of the class's own fields.</param>
/// <param name="Blanks">In the class's own fields.</param>
internal sealed record ClassLayout(ulong Super, int OwnSize, (int Offset, int Length)[] Blanks)
{
    /// <summary>Bytes of all fields.</summary>
    public int Size { get; private init; } = OwnSize;

    /// <summary>
    /// The superclass, whose fields follow; null where nothing from there on is blanked. Linked and not copied: each class of a deep
    /// hierarchy would hold all blanks above it, which takes the square of what the file takes.
    /// </summary>
    public ClassLayout? Above { get; private init; }

    public ClassLayout Over(ClassLayout super) => this with
    {
        Super = 0,
        Size = OwnSize + super.Size,
        Above = super.Blanks.Length > 0 || super.Above is not null ? super : null,
    };
}
