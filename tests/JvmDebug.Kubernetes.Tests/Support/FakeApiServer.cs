using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace JvmDebug.Kubernetes.Tests.Support;

/// <summary>A real HTTP server on the loopback that answers what a test says.</summary>
internal sealed class FakeApiServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeApiServer(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    public ConcurrentQueue<SeenRequest> Requests { get; } = [];

    public static async Task<FakeApiServer> StartAsync(RequestDelegate answer, X509Certificate2? certificate = null, bool askForCertificate = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate, https =>
                {
                    https.ClientCertificateMode = askForCertificate ? ClientCertificateMode.RequireCertificate : ClientCertificateMode.NoCertificate;
                    https.AllowAnyClientCertificate();
                });
            }
        }));
        if (certificate is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        var app = builder.Build();
        var server = new FakeApiServer(app);
        app.UseWebSockets();
        app.Run(async context =>
        {
            server.Requests.Enqueue(SeenRequest.Of(context.Request));
            await answer(context);
        });
        await app.StartAsync();
        return server;
    }

    public static Task<FakeApiServer> AnsweringAsync(int status, string body) => StartAsync(context => AnswerAsync(context, status, body));

    public static async Task AnswerAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body);
    }

    public ClusterConnection Connect(ClusterOptions? options = null) =>
        ClusterConnection.Open((options ?? new ClusterOptions()) with { KubeConfig = TempFolder.EmptyKubeConfig, Server = Url });

    public async ValueTask DisposeAsync()
    {
        using var impatient = new CancellationTokenSource(0);
        await _app.StopAsync(impatient.Token);
        await _app.DisposeAsync();
    }
}

internal sealed record SeenRequest(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public static SeenRequest Of(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        return new SeenRequest(
            request.Method,
            request.Path,
            request.QueryString.Value ?? "",
            request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            request.ContentLength > 0 ? reader.ReadToEndAsync().GetAwaiter().GetResult() : "");
    }
}
