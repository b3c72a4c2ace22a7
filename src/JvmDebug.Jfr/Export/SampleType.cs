using JvmDebug.Jfr.Stacks;

namespace JvmDebug.Jfr.Export;

/// <summary>The names pprof and OTLP have for what is counted.</summary>
internal static class SampleType
{
    /// <summary>What one event counts as.</summary>
    public static string Count(StackProfile profile) => profile.Event.Name switch
    {
        "alloc" => "alloc_objects",
        "lock" => "contentions",
        "exceptions" => "exceptions",
        _ => "samples",
    };

    /// <summary>What the weight is, and in which unit; null where the weight is the count.</summary>
    public static (string Type, string Unit)? Weight(StackProfile profile) => profile.Unit switch
    {
        StackUnit.Bytes => (profile.Event.Name == "alloc" ? "alloc_space" : profile.Event.Name, "bytes"),
        StackUnit.Nanoseconds => (profile.Event.Name == "lock" ? "delay" : profile.Event.Name, "nanoseconds"),
        _ => null,
    };
}
