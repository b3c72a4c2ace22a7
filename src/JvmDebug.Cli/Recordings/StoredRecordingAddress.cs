using JvmDebug.Diagnostics.Archives;
using JvmDebug.Storage;

namespace JvmDebug.Cli.Recordings;

/// <summary>The address of one recording in a sink, as manifests and results have it: it ends as a recording's file does.</summary>
internal static class StoredRecordingAddress
{
    /// <returns>The sink it is in; null if the text means a whole sink, or a file.</returns>
    public static SinkLocation? TryParse(string text, out string name)
    {
        var sink = SinkLocation.TryParseObject(text, out name);
        return StoredRecording.IsNamedSo(name) ? sink : null;
    }
}
