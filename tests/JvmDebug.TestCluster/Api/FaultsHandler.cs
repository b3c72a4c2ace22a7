using JvmDebug.TestCluster.Api.Http;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Api;

/// <summary>
/// <c>POST /testcluster/faults</c> for tests that run the cluster as a program: <c>{"podTokenSeconds":20}</c> (0: as long as the
/// pods want), <c>{"restartSeconds":5}</c> once this request is answered; and <c>{"moveClockSeconds":3600}</c> makes schedules come
/// due. The answer has the controllers' time as <c>now</c>.
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
        if (order["podTokenSeconds"].Number() is { } lifetime)
        {
            faults.PodTokenLifetime = lifetime > 0 ? TimeSpan.FromSeconds(lifetime) : null;
        }

        if (order["restartSeconds"].Number() is { } away)
        {
            context.Response.OnCompleted(() =>
            {
                faults.Restart(TimeSpan.FromSeconds(away));
                return Task.CompletedTask;
            });
        }

        faults.Clock.Move(TimeSpan.FromSeconds(order["moveClockSeconds"].Number() ?? 0));
        order["now"] = faults.Clock.GetUtcNow().UtcDateTime;
        await JsonHttp.WriteAsync(context, 200, order);
    }
}
