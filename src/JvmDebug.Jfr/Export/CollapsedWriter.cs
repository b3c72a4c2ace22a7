using System.Text;
using JvmDebug.Jfr.Stacks;

namespace JvmDebug.Jfr.Export;

/// <summary>
/// <c>root;…;leaf weight</c>, a line a distinct stack, the weight a whole number. A frame's name has neither semicolon nor
/// line end, for there is no escape; other control characters are shown as code points, for it is text that people look at, and that
/// becomes XML.
/// </summary>
internal static class CollapsedWriter
{
    public static void Write(StackProfile profile, Stream output)
    {
        using var text = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        var weights = new long[profile.Tree.Count];
        foreach (var sample in profile.Samples)
        {
            weights[sample.Node] += sample.Weight;
        }

        var names = profile.Frames.Select(frame => Clean(frame.Name)).ToArray();
        for (var node = 1; node < weights.Length; node++)
        {
            if (weights[node] > 0)
            {
                text.Write(string.Join(';', profile.Tree.PathTo(node).Select(frame => names[frame])));
                text.Write(' ');
                text.WriteLine(weights[node]);
            }
        }
    }

    private static string Clean(string name)
    {
        var plain = name.Replace(';', ',').ReplaceLineEndings(" ");
        return plain.Any(char.IsControl) ? string.Concat(plain.Select(c => char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString())) : plain;
    }
}
