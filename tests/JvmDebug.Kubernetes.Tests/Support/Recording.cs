using System.Text.Json;

namespace JvmDebug.Kubernetes.Tests.Support;

/// <summary>An exchange with a real API server (Kubernetes 1.36.2), recorded once.</summary>
internal static class Recording
{
    public static JsonElement Load(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Recordings", name + ".json")));
        return document.RootElement.Clone();
    }

    public static (int Status, string Body) Response(string name)
    {
        var response = Load(name).GetProperty("response");
        return (response.GetProperty("status").GetInt32(), response.GetProperty("body").GetRawText());
    }
}
