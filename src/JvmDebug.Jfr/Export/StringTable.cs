using System.Runtime.InteropServices;

namespace JvmDebug.Jfr.Export;

/// <summary>Strings by index; index 0 is the empty one, as pprof and OTLP want it.</summary>
internal sealed class StringTable
{
    private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal) { [""] = 0 };
    private readonly List<string> _strings = [""];

    public IReadOnlyList<string> Strings => _strings;

    public int this[string text]
    {
        get
        {
            ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(_indices, text, out var known);
            if (!known)
            {
                index = _strings.Count;
                _strings.Add(text);
            }

            return index;
        }
    }
}
