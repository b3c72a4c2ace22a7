namespace JvmDebug.Jfr;

/// <summary>Where the JVM ran, as its metadata says.</summary>
/// <param name="GmtOffset">Of its time zone, daylight saving not included.</param>
public sealed record RecordingRegion(string? Locale, TimeSpan GmtOffset);
