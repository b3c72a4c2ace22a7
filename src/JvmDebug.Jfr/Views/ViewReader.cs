namespace JvmDebug.Jfr;

/// <summary>Answers views from recordings of any JDK.</summary>
public static class ViewReader
{
    /// <param name="paths">Read as one recording.</param>
    /// <exception cref="JfrFormatException">A file is not a recording, or nothing of it can be read.</exception>
    /// <exception cref="FormatException">The view is no view, and no type of events of these recordings.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ViewTable Read(IReadOnlyList<string> paths, ViewDefinition view, RecordingOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(view);
        var query = ViewQueryParser.Parse(view.Query);
        if (query.Columns is [{ Function: null, Path.Field: "*" }])
        {
            query = query with { Columns = AllFields(paths, query.Sources[0].EventType, options) };
        }

        var consumer = new ViewConsumer(query);
        var losses = new List<Loss>();
        foreach (var path in paths)
        {
            losses.AddRange(EventReader.Read(path, [consumer], options, cancellationToken: cancellationToken).Losses);
        }

        return ViewTables.Of(view, query, consumer.Groups, losses);
    }

    private static List<ViewColumn> AllFields(IReadOnlyList<string> paths, string name, RecordingOptions? options)
    {
        foreach (var path in paths)
        {
            using var file = RecordingFile.Open(path, options);
            if (file.EventTypes.FirstOrDefault(type => type.Name == name || type.Name == "jdk." + name) is { } type)
            {
                return [.. type.Fields.Take(EventSelection.MostFields).Select(field => new ViewColumn(null, new ViewPath([], field.Name), null))];
            }
        }

        throw new FormatException($"There is no view and no type of events '{name}'");
    }
}
