using JvmDebug.Diagnostics.Archives;

namespace JvmDebug.Cli.Recordings;

/// <summary>Recordings that a command is to read, as the user named them.</summary>
/// <param name="Places">Files, sinks, and addresses of single recordings in sinks; only what is in a sink is chosen from.</param>
/// <param name="Last">Those taken within this time; null for all.</param>
/// <param name="Earlier">That time ends so long ago.</param>
/// <param name="Pod">Those of this pod, or of pods of this pattern; null for all.</param>
internal sealed record RecordingSelection(IReadOnlyList<string> Places, TimeSpan? Last = null, TimeSpan Earlier = default, string? Pod = null)
{
    public RecordingFilter FilterAt(DateTimeOffset now) => new(
        now - Earlier - Last,
        // A cluster's clock may be ahead of this one.
        Earlier > TimeSpan.Zero ? now - Earlier : null,
        Pod);
}
