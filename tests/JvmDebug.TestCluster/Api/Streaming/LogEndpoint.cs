using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Node;

namespace JvmDebug.TestCluster.Api.Streaming;

/// <summary><c>GET pods/NAME/log</c>. The pod exists and the caller may read it.</summary>
internal static class LogEndpoint
{
    public static async Task HandleAsync(HttpContext context, JsonObject pod, INode node)
    {
        var options = LogOptions.Parse(context.Request.Query);
        if (!PodContainers.TryChoose(pod, options.Container, out var container))
        {
            await StatusMessage.WriteBadRequestAsync(context.Response, container);
            return;
        }

        if (options.Previous)
        {
            // The node keeps no log of a container's earlier instance.
            var name = pod["metadata"]!["name"]!.GetValue<string>();
            await StatusMessage.WriteBadRequestAsync(
                context.Response, $"previous terminated container \"{container}\" in pod \"{name}\" not found");
            return;
        }

        try
        {
            await SendAsync(context, pod, container, options, node);
        }
        catch (NodeException e) when (!context.Response.HasStarted)
        {
            await StatusMessage.WriteBadRequestAsync(context.Response, e.Message);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has seen enough.
        }
    }

    private static async Task SendAsync(HttpContext context, JsonObject pod, string container, LogOptions options, INode node)
    {
        var cancellationToken = context.RequestAborted;
        var skip = 0L;
        if (options.Follow || options.TailLines is not null)
        {
            // The first of two passes: it finds out how many lines there are, and whether there is a log at all.
            var lines = await node.ReadLogAsync(pod, container, follow: false, cancellationToken).LongCountAsync(cancellationToken);
            skip = options.TailLines is { } tail ? lines - tail : 0;
        }

        context.Response.ContentType = "text/plain";
        if (options.Follow)
        {
            // kubectl waits for the headers; the next line may be a long way off.
            await context.Response.Body.FlushAsync(cancellationToken);
        }

        var left = options.LimitBytes ?? long.MaxValue;
        await foreach (var line in node.ReadLogAsync(pod, container, options.Follow, cancellationToken))
        {
            if (skip-- > 0)
            {
                continue;
            }

            await context.Response.BodyWriter.WriteAsync(line[..(int)Math.Min(line.Length, left)], cancellationToken);
            if ((left -= line.Length) > 0)
            {
                await context.Response.BodyWriter.WriteAsync("\n"u8.ToArray(), cancellationToken);
                left--;
            }

            if (left <= 0)
            {
                return;
            }
        }
    }
}
