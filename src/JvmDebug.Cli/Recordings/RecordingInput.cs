namespace JvmDebug.Cli.Recordings;

/// <summary>A recording that is read.</summary>
/// <param name="Path">Where it is on this machine.</param>
/// <param name="Name">What the user knows it by: the file as it was named, or the address in a sink.</param>
/// <param name="Time">When it was taken, as far as a sink says so; null of a file.</param>
internal sealed record RecordingInput(string Path, string Name, DateTimeOffset? Time)
{
    public static RecordingInput OfFile(string path) => new(path, path, null);

    /// <summary>What the recordings of one container in a sink have in common; null of a file.</summary>
    public string? Series { get; init; }

    /// <summary>The name without folders.</summary>
    public string FileName => System.IO.Path.GetFileName(Name);
}
