namespace JvmDebug.Jfr.Findings.Facts;

/// <summary>Texts of one field in one chunk: names, causes and types are constants, resolved once a key.</summary>
internal sealed class FieldTexts(RecordingChunk chunk, int field)
{
    private Dictionary<ulong, string?>? _byKey;

    /// <summary>A text, a constant's text, or the name of a class; null for anything else.</summary>
    public string? Of(in EventRow row)
    {
        if (row.Field(field) is not { IsPooled: true, IsArray: false } pooled)
        {
            return row.GetString(field);
        }

        var (key, byKey) = (row.GetKey(field), _byKey ??= []);
        if (!byKey.TryGetValue(key, out var text))
        {
            byKey[key] = text = chunk.Resolve(pooled.TypeName, key) switch { string constant => constant, RecordedClass type => type.StableName, _ => null };
        }

        return text;
    }
}
