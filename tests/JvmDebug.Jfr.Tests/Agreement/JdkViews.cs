namespace JvmDebug.Jfr.Tests.Agreement;

/// <summary>
/// What <c>jfr view all-views</c> of JDK 25 prints, taken apart. A table is a centred title, headings, a line of dashes as wide as
/// its columns, and a line a row; a form is a title underlined with dashes, and <c>Heading: value</c> after each blank line.
/// </summary>
internal sealed class JdkViews
{
    private const string Empty = "No events found for '";
    private const string Refused = "Missing event found for ";
    private const string Experimental = " (Experimental)";

    private readonly Dictionary<string, List<string[]>> _byLabel = new(StringComparer.Ordinal);
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);

    /// <summary>Null if the JDK does not answer it: it refuses what asks for an event or a field that this JVM did not have.</summary>
    public List<string[]>? Rows(ViewDefinition view) => _refused.Contains(view.Name) ? null : _byLabel.GetValueOrDefault(view.Label);

    public static async Task<JdkViews> AskAsync(JdkTool tool, string recording, CancellationToken cancellationToken)
    {
        var views = new JdkViews();
        // So wide that no cell is cut, and of a stack trace its top frame.
        string[] shape = ["view", "--width", "8000", "--cell-height", "1"];
        var (all, exitCode) = await tool.TryAsync([.. shape, "all-views", recording], cancellationToken);
        views.Parse(all);
        if (exitCode != 0)
        {
            // JDK 25 fails on a stack trace without frames ("thread-start" of JDK 17); what comes after it is lost, and what came
            // last is cut.
            views._byLabel.Remove(views._byLabel.Keys.Last());
            foreach (var view in ViewDefinition.All.Where(view => !views._refused.Contains(view.Name) && !views._byLabel.ContainsKey(view.Label)))
            {
                views.Parse((await tool.TryAsync([.. shape, view.Name, recording], cancellationToken)).Output);
            }
        }

        return views;
    }

    private void Parse(string text)
    {
        var lines = text.Split('\n').Where(line => !IsRefusal(line)).ToArray();
        for (var at = 0; at < lines.Length; at++)
        {
            if (lines[at].StartsWith(Empty, StringComparison.Ordinal))
            {
                _byLabel[Label(lines[at][Empty.Length..^2])] = [];
            }
            else if (at > 0 && lines[at].Length > 0 && lines[at].Trim('-', ' ').Length == 0)
            {
                var isForm = lines[at].Length == lines[at - 1].Length && !lines[at].Contains(' ', StringComparison.Ordinal) && (at < 2 || lines[at - 2].Length == 0) && lines[at + 1].Length == 0;
                var title = isForm ? lines[at - 1] : lines[Array.FindLastIndex(lines, at - 1, line => line.Length == 0) - 1];
                _byLabel[Label(title)] = isForm ? [Form(lines, ref at)] : Table(lines, ref at);
            }
        }
    }

    private static string Label(string title) => title.Trim().Replace(Experimental, "", StringComparison.Ordinal);

    private static List<string[]> Table(string[] lines, ref int at)
    {
        var widths = lines[at].Split(' ').Select(dashes => dashes.Length).ToList();
        var rows = new List<string[]>();
        for (at++; at < lines.Length && lines[at].Length > 0; at++)
        {
            var (cells, from) = (new string[widths.Count], 0);
            for (var i = 0; i < cells.Length; i++)
            {
                cells[i] = from >= lines[at].Length ? "" : lines[at].Substring(from, Math.Min(widths[i], lines[at].Length - from));
                from += widths[i] + 1;
            }

            rows.Add(cells);
        }

        return rows;
    }

    private static string[] Form(string[] lines, ref int at)
    {
        var values = new List<string>();
        for (at++; at + 1 < lines.Length && lines[at].Length == 0 && lines[at + 1].Contains(": ", StringComparison.Ordinal) && lines[at + 1][0] != ' ';)
        {
            var value = lines[++at][(lines[at].IndexOf(": ", StringComparison.Ordinal) + 2)..];
            for (at++; at < lines.Length && lines[at].Length > 0; at++)
            {
                value += " " + lines[at];
            }

            values.Add(value);
        }

        at--;
        return [.. values];
    }

    private bool IsRefusal(string line)
    {
        if (line.StartsWith(Refused, StringComparison.Ordinal))
        {
            _refused.Add(line[Refused.Length..].Trim());
            return true;
        }

        return line.StartsWith("Can't find ", StringComparison.Ordinal) || line.StartsWith("Use 'SHOW ", StringComparison.Ordinal);
    }
}
