using JvmDebug.Jfr.ConstantPools;
using JvmDebug.Jfr.Reading;

namespace JvmDebug.Jfr;

/// <summary>
/// A recording, read event by event with all fields. For reports over whole recordings <see cref="EventReader"/> is many times
/// faster: it decodes only what a report asks for.
/// </summary>
/// <remarks>Not safe for several threads. gzip and zip are unpacked into a temporary file.</remarks>
public sealed class RecordingFile : IDisposable
{
    private readonly RecordingSource _source;
    private readonly RecordingOptions _options;
    private readonly MetadataCache _cache = new();
    private readonly List<Loss> _losses;

    private RecordingFile(RecordingSource source, RecordingOptions options)
    {
        (_source, _options) = (source, options);
        _losses = [.. source.Table.Losses];
        if (options.Strict && _losses is [var first, ..])
        {
            source.Dispose();
            throw new JfrFormatException(first.Message, first.Offset);
        }
    }

    /// <summary>In the order of the file, which need not be that of time; those that cannot be read are left out.</summary>
    public IReadOnlyList<ChunkHeader> Chunks => _source.Table.Chunks;

    /// <summary>What could not be read so far; complete once all events were read.</summary>
    public IReadOnlyList<Loss> Losses => _losses;

    /// <summary>Every event type that a chunk declares, once a name, from the latest chunk that does.</summary>
    public IReadOnlyList<EventType> EventTypes
    {
        get
        {
            var types = new Dictionary<string, EventType>(StringComparer.Ordinal);
            foreach (var header in Chunks)
            {
                try
                {
                    using var chunk = new MappedChunk(_source, header);
                    foreach (var type in _cache.Read(chunk).Types.Values.Where(type => type.IsEvent))
                    {
                        types[type.Name] = type.EventType;
                    }
                }
                catch (JfrFormatException e) when (!_options.Strict)
                {
                    Lose(e);
                }
            }

            return [.. types.Values.OrderBy(type => type.Name, StringComparer.Ordinal)];
        }
    }

    /// <exception cref="JfrFormatException">Not a recording, or nothing of it can be read.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static RecordingFile Open(string path, RecordingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new RecordingFile(RecordingSource.Open(path), options ?? RecordingOptions.Default);
    }

    /// <summary>Everything at once, in memory: for small recordings.</summary>
    /// <exception cref="JfrFormatException">Not a recording, or nothing of it can be read.</exception>
    public static IReadOnlyList<RecordedEvent> ReadAllEvents(string path)
    {
        using var file = Open(path);
        return [.. file.ReadEvents()];
    }

    /// <summary>Reads while it is enumerated, in the order of the file: events of several threads are not sorted by time.</summary>
    /// <param name="wanted">Which types; null for all. What is not wanted is stepped over.</param>
    /// <exception cref="JfrFormatException">Damage, if <see cref="RecordingOptions.Strict"/>.</exception>
    public IEnumerable<RecordedEvent> ReadEvents(Func<EventType, bool>? wanted = null)
    {
        foreach (var header in Chunks)
        {
            Chunk chunk;
            ChunkConstants constants;
            try
            {
                chunk = new Chunk(_source, header, _cache);
                constants = chunk.Constants(new PoolIndex(chunk.Metadata.Types.Values));
                constants.Index();
            }
            catch (JfrFormatException e) when (!_options.Strict)
            {
                Lose(e);
                continue;
            }

            // Not disposed of: events resolve their constants when asked, and may be kept. The mapping goes when they do.
            using var scanner = chunk.Events();
            while (Next(scanner, chunk, constants, wanted) is { } next)
            {
                yield return next;
            }

            _losses.AddRange(chunk.Losses);
        }
    }

    /// <summary>Looks for a chunk whose types and constants can be read, without reading its events.</summary>
    /// <exception cref="JfrFormatException">There is none; says what is wrong with the first.</exception>
    public void RequireReadable()
    {
        JfrFormatException? first = null;
        foreach (var header in Chunks)
        {
            try
            {
                using var chunk = new Chunk(_source, header, _cache);
                chunk.Constants(new PoolIndex([])).Index();
                return;
            }
            catch (JfrFormatException e)
            {
                first ??= e;
            }
        }

        throw new JfrFormatException(_source.Path, first!);
    }

    public void Dispose() => _source.Dispose();

    // Of a chunk whose types cannot be read the events cannot either.
    private void Lose(JfrFormatException damage)
    {
        var loss = new Loss(damage.Offset, damage.What);
        if (!_losses.Contains(loss))
        {
            _losses.Add(loss);
        }
    }

    private RecordedEvent? Next(EventScanner scanner, Chunk chunk, ChunkConstants constants, Func<EventType, bool>? wanted)
    {
        try
        {
            while (scanner.MoveNext())
            {
                if (chunk.Metadata.TryGet(scanner.TypeId, out var type) && type.IsEvent && wanted?.Invoke(type.EventType) != false)
                {
                    var cursor = scanner.Fields();
                    var values = ValueReader.ReadFields(ref cursor, type, constants);
                    return new RecordedEvent(type, values, constants, chunk.Header.Offset + scanner.Position, (int)scanner.Size, (int)(cursor.End - cursor.Position));
                }
            }
        }
        catch (JfrFormatException e) when (!_options.Strict)
        {
            _losses.Add(new Loss(e.Offset, $"The rest of the chunk at byte {chunk.Header.Offset} is not read: {e.What}"));
        }

        return null;
    }
}
