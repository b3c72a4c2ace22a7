using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace JvmDebug.ThreadDumps.Parsing;

/// <summary>
/// Each distinct text, frame and stack once. Dumps repeat themselves, so a file of 100 MB holds a few MB of them; a file
/// that does not repeat itself costs its own size.
/// </summary>
internal sealed partial class InternPool
{
    private readonly Dictionary<ulong, (byte[] Bytes, string Text)> _texts = [];
    private readonly Dictionary<ulong, (byte[] Bytes, string Text)> _frames = [];
    private readonly Dictionary<string, string> _normalized = new(StringComparer.Ordinal);
    private readonly Dictionary<ulong, StackTrace> _stacks = [];

    public string Text(ReadOnlySpan<byte> utf8) => Get(_texts, utf8, static text => text);

    public string Frame(ReadOnlySpan<byte> utf8) => Get(_frames, utf8, Normalized);

    // Numbers of lambdas and addresses of hidden classes differ between runs of one program; what they stand for does not.
    private string Normalized(string frame)
    {
        if (!frame.AsSpan().ContainsAny(Marks))
        {
            return frame;
        }

        var text = HiddenClass().Replace(frame, "");
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_normalized, text, out _);
        return known ??= text;
    }

    public StackTrace Stack(List<string> frames)
    {
        if (frames.Count == 0)
        {
            return StackTrace.Empty;
        }

        var hash = (ulong)frames.Count;
        foreach (var frame in frames)
        {
            // Frames are interned, so their identity is their content.
            hash = Mix(hash, (ulong)(uint)System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(frame));
        }

        ref var stack = ref CollectionsMarshal.GetValueRefOrAddDefault(_stacks, hash, out _);
        if (stack is null || !Same(stack.Frames, frames))
        {
            stack = new StackTrace([.. frames]);
        }

        return stack;
    }

    private static bool Same(IReadOnlyList<string> one, List<string> other)
    {
        if (one.Count != other.Count)
        {
            return false;
        }

        for (var i = 0; i < other.Count; i++)
        {
            if (!ReferenceEquals(one[i], other[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static string Get(Dictionary<ulong, (byte[] Bytes, string Text)> texts, ReadOnlySpan<byte> utf8, Func<string, string> make)
    {
        if (utf8.IsEmpty)
        {
            return "";
        }

        var hash = Hash(utf8);
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(texts, hash, out _);
        if (entry.Bytes is null)
        {
            entry = (utf8.ToArray(), make(ModifiedUtf8.Decode(utf8)));
        }
        else if (!utf8.SequenceEqual(entry.Bytes))
        {
            return make(ModifiedUtf8.Decode(utf8));
        }

        return entry.Text;
    }

    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = (ulong)bytes.Length;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            hash = Mix(hash, MemoryMarshal.Read<ulong>(bytes));
        }

        ulong tail = 0;
        foreach (var b in bytes)
        {
            tail = tail << 8 | b;
        }

        return Mix(hash, tail);
    }

    private static ulong Mix(ulong hash, ulong value) => ulong.RotateLeft((hash ^ value) * 0x9E3779B97F4A7C15, 29);

    private static readonly SearchValues<string> Marks = SearchValues.Create(["/0x", "$$Lambda$", "LambdaForm$", "GeneratedMethodAccessor", "$Proxy"], StringComparison.Ordinal);

    [GeneratedRegex(@"(?<=\$\$Lambda)\$\d+|/0x[0-9a-f]+|(?<=LambdaForm\$\w{1,40})/\d+|(?<=Generated(?:Method|Constructor|SerializationConstructor)Accessor)\d+|(?<=\$Proxy)\d+", RegexOptions.CultureInvariant)]
    private static partial Regex HiddenClass();
}
