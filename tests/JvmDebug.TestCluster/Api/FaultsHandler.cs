using JvmDebug.TestCluster.Api.Http;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Api;

/// <summary>
/// <c>POST /testcluster/faults</c> for tests that run the cluster as a program: <c>{"cutExecAfterBytes":[1000000]}</c>.
/// </summary>
internal sealed class FaultsHandler(Faults faults)
{
    public const string Path = "/testcluster/faults";

    public async Task HandleAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            throw ApiStatus.MethodNotAllowed();
        }

        var order = await JsonHttp.ReadObjectAsync(context);
        foreach (var bytes in (order["cutExecAfterBytes"] as System.Text.Json.Nodes.JsonArray ?? []).Select(n => n.Number()))
        {
            faults.CutExecAfter(bytes ?? throw ApiStatus.BadRequest("cutExecAfterBytes takes numbers"));
        }

        await JsonHttp.WriteAsync(context, 200, order);
    }
}
