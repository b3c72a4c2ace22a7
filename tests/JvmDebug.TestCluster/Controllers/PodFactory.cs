using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Http;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Controllers;

/// <summary>
/// Creates the pods of controllers and tells of it in events. After a refusal (Pod Security, a missing ServiceAccount) an
/// owner waits twice as long as before until its next try.
/// </summary>
internal sealed class PodFactory(ControlledObjects objects, ControllerEvents events)
{
    private static readonly TimeSpan _firstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _lastDelay = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, Refusal> _refusals = new(StringComparer.Ordinal);

    /// <returns>Null, or why there is no pod.</returns>
    public string? Create(ResourceType type, JsonObject owner, JsonObject pod)
    {
        var last = _refusals.GetValueOrDefault(owner.Uid());
        if (last is not null && last.NextTry > objects.Now)
        {
            return last.Message;
        }

        try
        {
            var created = objects.Create(ResourceCatalog.Pods, owner.Namespace(), pod);
            _refusals.Remove(owner.Uid());
            events.Normal(type, owner, "SuccessfulCreate", $"Created pod: {created.Name()}");
            return null;
        }
        catch (ApiException e)
        {
            var delay = last is null ? _firstDelay : last.Delay * 2 < _lastDelay ? last.Delay * 2 : _lastDelay;
            _refusals[owner.Uid()] = new Refusal(e.Message, objects.Now + delay, delay);
            events.Warning(type, owner, "FailedCreate", $"Error creating: {e.Message}");
            return e.Message;
        }
    }

    private sealed record Refusal(string Message, DateTimeOffset NextTry, TimeSpan Delay);
}
