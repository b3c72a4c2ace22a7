using System.Text.Json;
using System.Text.Json.Serialization;
using JvmDebug.Diagnostics.Sessions;
using JvmDebug.Kubernetes.Pods;

namespace JvmDebug.Cli.Output;

/// <summary>Debug containers for programs; docs/json.md is the contract.</summary>
internal static class SessionJson
{
    public static string Sessions(IReadOnlyList<RunningDebugContainer> sessions) => JsonSerializer.Serialize(
        new SessionsJson(JsonOutput.SchemaVersion, [.. sessions.Select(session => Of(session))]), SessionJsonContext.Default.SessionsJson) + Environment.NewLine;

    public static string Stopped(IReadOnlyList<StoppedSession> stopped) => JsonSerializer.Serialize(
        new StoppedSessionsJson(JsonOutput.SchemaVersion, [.. stopped.Select(session => new StoppedSessionJson(Of(session.Session), session.Kept))]),
        SessionJsonContext.Default.StoppedSessionsJson) + Environment.NewLine;

    private static DebugContainerJson Of(RunningDebugContainer session) => new(
        session.Container.Namespace, session.Container.Pod, session.Container.Container, session.TargetPod, session.TargetContainer, session.Image, session.Started?.UtcDateTime, session.Copy);
}

internal sealed record DebugContainerJson(string Namespace, string Pod, string Container, string TargetPod, string? TargetContainer, string Image, DateTime? Started, bool Copy);

internal sealed record SessionsJson(int SchemaVersion, IReadOnlyList<DebugContainerJson> Sessions);

internal sealed record StoppedSessionJson(DebugContainerJson Session, string? Kept);

internal sealed record StoppedSessionsJson(int SchemaVersion, IReadOnlyList<StoppedSessionJson> Sessions);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(SessionsJson))]
[JsonSerializable(typeof(StoppedSessionsJson))]
internal sealed partial class SessionJsonContext : JsonSerializerContext;
