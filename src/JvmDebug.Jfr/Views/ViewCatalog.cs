namespace JvmDebug.Jfr;

/// <summary>Reads views.txt, which describes its own form.</summary>
internal static class ViewCatalog
{
    public static IReadOnlyList<ViewDefinition> Read()
    {
        using var stream = typeof(ViewCatalog).Assembly.GetManifestResourceStream("JvmDebug.Jfr.Views.views.txt")!;
        using var reader = new StreamReader(stream);
        var views = new List<ViewDefinition>();
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                lines.Add(line);
            }
            else if (lines.Count > 0)
            {
                views.Add(Parse(lines));
                lines.Clear();
            }
        }

        return [.. views.OrderBy(view => view.Name, StringComparer.Ordinal)];
    }

    private static ViewDefinition Parse(List<string> lines)
    {
        var head = Parts(lines[0]);
        return new ViewDefinition(head[0], head[1], head[3], head[2] == "form", Under(lines, "columns: "), Under(lines, "format: "), lines[^1]);
    }

    private static string[]? Under(List<string> lines, string key) =>
        lines.Find(line => line.StartsWith(key, StringComparison.Ordinal)) is { } line ? Parts(line[key.Length..]) : null;

    private static string[] Parts(string text) => text.Split('|', StringSplitOptions.TrimEntries);
}
