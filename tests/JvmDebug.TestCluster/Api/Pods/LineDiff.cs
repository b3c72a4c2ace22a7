using System.Text;

namespace JvmDebug.TestCluster.Api.Pods;

/// <summary>A unified diff without file names and with three lines of context, which some validation messages end with.</summary>
internal static class LineDiff
{
    private const int Context = 3;

    public static string Unified(string before, string after)
    {
        var edits = Edits(before.Split('\n'), after.Split('\n'));
        var text = new StringBuilder();
        for (var at = 0; at < edits.Count;)
        {
            var first = edits.FindIndex(at, e => e.Mark != ' ');
            if (first < 0)
            {
                break;
            }

            var start = Math.Max(at, first - Context);
            var end = first;
            // Changes that are closer than two contexts share a hunk.
            for (var i = first; i < edits.Count && i - end <= 2 * Context; i++)
            {
                end = edits[i].Mark == ' ' ? end : i;
            }

            at = Math.Min(edits.Count, end + Context + 1);
            AppendHunk(text, edits, start, at);
        }

        return text.ToString();
    }

    private static void AppendHunk(StringBuilder text, List<(char Mark, string Line)> edits, int start, int end)
    {
        static int Count(IEnumerable<(char Mark, string Line)> part, char other) => part.Count(e => e.Mark != other);

        var before = edits.Take(start).ToList();
        var hunk = edits[start..end];
        text.Append(
            System.Globalization.CultureInfo.InvariantCulture,
            $"@@ -{Count(before, '+') + 1},{Count(hunk, '+')} +{Count(before, '-') + 1},{Count(hunk, '-')} @@\n");
        foreach (var (mark, line) in hunk)
        {
            text.Append(mark).Append(line).Append('\n');
        }
    }

    // The longest common subsequence, by the plain table: the texts are a few hundred lines.
    private static List<(char Mark, string Line)> Edits(string[] before, string[] after)
    {
        var lengths = new int[before.Length + 1][];
        for (var i = before.Length; i >= 0; i--)
        {
            lengths[i] = new int[after.Length + 1];
            for (var j = after.Length - 1; j >= 0 && i < before.Length; j--)
            {
                lengths[i][j] = before[i] == after[j] ? lengths[i + 1][j + 1] + 1 : Math.Max(lengths[i + 1][j], lengths[i][j + 1]);
            }
        }

        var edits = new List<(char, string)>();
        for (int i = 0, j = 0; i < before.Length || j < after.Length;)
        {
            if (i < before.Length && j < after.Length && before[i] == after[j])
            {
                edits.Add((' ', before[i++]));
                j++;
            }
            else if (i < before.Length && (j == after.Length || lengths[i + 1][j] >= lengths[i][j + 1]))
            {
                edits.Add(('-', before[i++]));
            }
            else
            {
                edits.Add(('+', after[j++]));
            }
        }

        return edits;
    }
}
