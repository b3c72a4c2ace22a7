using System.Globalization;
using System.Text.RegularExpressions;
using JvmDebug.Diagnostics.Fleets;
using JvmDebug.Storage;

namespace JvmDebug.Diagnostics.Archives;

/// <summary>A recording in a sink.</summary>
/// <param name="Time">When it was taken.</param>
public sealed partial record StoredRecording(StoredObject Stored, DateTimeOffset Time)
{
    private static readonly string[] Extensions = [".jfr", ".jfr.gz"];

    /// <summary>The folder of its run, with the <c>/</c> behind it; empty for an object in none.</summary>
    internal string Folder => Stored.Name[..(Stored.Name.LastIndexOf('/') + 1)];

    /// <summary>The name without folder and extension.</summary>
    internal string FileName
    {
        get
        {
            var name = Stored.Name[Folder.Length..];
            return name[..^(Extensions.FirstOrDefault(extension => name.EndsWith(extension, StringComparison.OrdinalIgnoreCase))?.Length ?? 0)];
        }
    }

    /// <summary>What the recordings of one container have in common: the name without the time.</summary>
    public string Series => TimeForm().Replace(FileName, "").Trim('-', '_', '.') is { Length: > 0 } series ? series : FileName;

    /// <summary>Whether an object of this name is taken for a recording.</summary>
    public static bool IsNamedSo(string name) => Extensions.Any(extension => name.EndsWith(extension, StringComparison.OrdinalIgnoreCase));

    internal static StoredRecording Of(StoredObject found) => new(found, TimeIn(found.Name) ?? found.Modified);

    // The file's own time (--file-name may leave it out), else that of its run's folder. The store's time is the last resort: it
    // becomes that of the copy where a bucket is copied.
    private static DateTimeOffset? TimeIn(string name)
    {
        foreach (var match in TimeForm().Matches(name).Reverse())
        {
            if (DateTimeOffset.TryParseExact(match.Value, FleetSink.TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            {
                return time;
            }
        }

        return null;
    }

    [GeneratedRegex(@"(?<!\d)\d{8}T\d{6}Z")]
    private static partial Regex TimeForm();
}
