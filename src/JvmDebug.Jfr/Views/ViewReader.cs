namespace JvmDebug.Jfr;

/// <summary>Answers views from recordings of any JDK.</summary>
public static class ViewReader
{
    /// <param name="paths">Those of one JVM are read as one recording, those of different JVMs apart.</param>
    /// <exception cref="JfrFormatException">A file is not a recording, or nothing of it can be read.</exception>
    /// <exception cref="FormatException">The view is no view, and no type of events of these recordings.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ViewAnswer Read(IReadOnlyList<string> paths, ViewDefinition view, RecordingOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(view);
        var query = ViewQueryParser.Parse(view.Query);
        if (query.Columns is [{ Function: null, Path.Field: "*" }])
        {
            var types = TypesOf(paths, options).FindAll(type => type.Name == query.Sources[0].EventType || type.Name == "jdk." + query.Sources[0].EventType);
            var columns = AllFields(types);
            view = view.Group == ViewDefinition.OfType && types.Find(type => type.Label is not null) is { Label: { } label } ? view with { Label = label } : view;
            query = columns.Count > 0 || view.Group != ViewDefinition.OfType
                ? query with { Columns = columns }
                : throw new FormatException($"There is no view and no type of events '{view.Name}'");
        }

        var losses = new List<Loss>();
        var found = new Dictionary<object, (ViewGroups Groups, List<string> Files)>();
        foreach (var path in paths)
        {
            var jvms = new ViewJvms();
            var consumer = new ViewConsumer(query, jvms);
            losses.AddRange(EventReader.Read(path, [jvms, consumer], options, cancellationToken: cancellationToken).Losses);
            foreach (var (jvm, groups) in consumer.ByJvm)
            {
                var key = jvm is { } known ? known : (object)path;
                if (!found.TryGetValue(key, out var same))
                {
                    found[key] = same = (new ViewGroups(query), []);
                }

                same.Groups.Merge(groups);
                same.Files.Add(path);
            }
        }

        var shapes = Shapes(query, [.. found.Values.Select(one => one.Groups)], () => TypesOf(paths, options));
        return new ViewAnswer([.. found.Select(one => ViewTables.Of(view, query, one.Value.Groups, shapes, Jvm(one.Key, one.Value.Files)))], losses);
    }

    private static ViewJvm Jvm(object key, IReadOnlyList<string> files) => key is (long pid, long start)
        ? new ViewJvm(pid, RecordedObject.Instant(start), files)
        : new ViewJvm(null, null, files);

    /// <summary>What the columns are: as in the first rows, and without rows as the metadata has it.</summary>
    private static List<ViewShape> Shapes(ViewQuery query, IReadOnlyList<ViewGroups> groups, Func<IReadOnlyList<EventType>> types)
    {
        var declared = new Lazy<IReadOnlyList<EventType>>(types);
        var bindings = query.Sources.Select(source => new ViewBinding(query, source)).ToList();
        return [.. query.Columns.Select((_, i) => groups.Select(one => one.Shapes[i]).FirstOrDefault(shape => shape.Label is not null) is { Label: not null } seen
            ? seen
            : bindings.SelectMany(binding => binding.Columns.Where(column => column.Column == i).Select(column => (binding, column.Field)))
                .SelectMany(column => declared.Value.Where(type => column.binding.Takes(type.Name, column.Field)).Select(type => ViewShape.Declared(type, column.Field)))
                .FirstOrDefault(shape => shape.Label is not null))];
    }

    private static List<EventType> TypesOf(IReadOnlyList<string> paths, RecordingOptions? options)
    {
        var types = new List<EventType>();
        foreach (var path in paths)
        {
            using var file = RecordingFile.Open(path, options);
            types.AddRange(file.EventTypes);
        }

        return types;
    }

    private static List<ViewColumn> AllFields(IReadOnlyList<EventType> types) =>
    [
        .. types.SelectMany(type => type.Fields).Select(field => field.Name)
            .Distinct(StringComparer.Ordinal).Take(EventSelection.MostFields).Select(field => new ViewColumn(null, new ViewPath([], field), null)),
    ];
}
