namespace JvmDebug.Jfr;

/// <summary>A setting that an event type can be recorded with: <c>threshold</c>, <c>stackTrace</c>, <c>period</c>.</summary>
/// <param name="DefaultValue">As text: <c>20 ms</c>, <c>everyChunk</c>. What was in force is in the events <c>jdk.ActiveSetting</c>.</param>
public sealed record SettingDescriptor(string Name, string? DefaultValue);
