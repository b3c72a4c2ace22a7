using System.Text;
using JvmDebug.Jfr.Stacks;

namespace JvmDebug.Jfr.Export;

/// <summary>
/// <c>root;…;leaf weight</c>, a line a distinct stack, the weight a whole number. A frame's name has neither semicolon nor
/// line end, for there is no escape.
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

    private static string Clean(string name) => name.Replace(';', ',').ReplaceLineEndings(" ");
}
