using System.Text.Json.Nodes;

namespace JvmDebug.TestCluster.Api.Http;

/// <summary>A refusal that reaches the client as a metav1.Status with this code.</summary>
internal sealed class ApiException(int code, string reason, string message, JsonObject? details = null) : Exception(message)
{
    public int Code { get; } = code;

    public string Reason { get; } = reason;

    public JsonObject ToStatus() => ApiStatus.Failure(Code, Reason, Message, (JsonObject?)details?.DeepClone());
}
