using System.Net;
using System.Text.Json;
using k8s.Models;

namespace JvmDebug.Kubernetes.Pods;

/// <summary>CPU of containers as a metrics server has it (metrics.k8s.io): one request for all pods, some 15 to 60 s old.</summary>
public sealed class CpuMetrics(ClusterConnection cluster)
{
    /// <summary>Cores in use by pod and container; null where the API is not served, or may not be used.</summary>
    /// <exception cref="ClusterException">Unauthorized, Unreachable.</exception>
    public async Task<IReadOnlyDictionary<(string Pod, string Container), double>?> ReadAsync(string ns, string selector, CancellationToken cancellationToken)
    {
        var address = new Uri(cluster.Client.BaseUri, $"apis/metrics.k8s.io/v1beta1/namespaces/{Uri.EscapeDataString(ns)}/pods?labelSelector={Uri.EscapeDataString(selector)}");
        var what = $"read the CPU of pods in namespace {ns}";
        return await cluster.Errors.RunAsync(what, async token =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Options.Set(RetryHandler.Once, true);
            if (cluster.Client.Credentials is { } credentials)
            {
                await credentials.ProcessHttpRequestAsync(request, token);
            }

            using var answer = await cluster.Client.HttpClient.SendAsync(request, token);
            if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden or HttpStatusCode.ServiceUnavailable)
            {
                return null;
            }

            var body = await answer.Content.ReadAsStringAsync(token);
            return answer.IsSuccessStatusCode
                ? Parse(body)
                : throw cluster.Errors.FromStatus(what, RequestKind.Other, answer.StatusCode, ClusterErrors.ParseStatus(body), null);
        }, cancellationToken);
    }

    internal static IReadOnlyDictionary<(string Pod, string Container), double> Parse(string body)
    {
        using var json = JsonDocument.Parse(body);
        var cores = new Dictionary<(string, string), double>();
        foreach (var pod in json.RootElement.GetProperty("items").EnumerateArray())
        {
            var name = pod.GetProperty("metadata").GetProperty("name").GetString()!;
            foreach (var container in pod.GetProperty("containers").EnumerateArray())
            {
                var usage = new ResourceQuantity(container.GetProperty("usage").GetProperty("cpu").GetString());
                cores[(name, container.GetProperty("name").GetString()!)] = usage.ToDouble();
            }
        }

        return cores;
    }
}
