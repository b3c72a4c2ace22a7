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
    private readonly Func<int, FakeApiServer, WebApplication> _build;
    private WebApplication? _app;

    private FakeApiServer(Func<int, FakeApiServer, WebApplication> build) => _build = build;

    public string Url { get; private set; } = "";

    public ConcurrentQueue<SeenRequest> Requests { get; } = [];

    public static async Task<FakeApiServer> StartAsync(RequestDelegate answer, X509Certificate2? certificate = null, bool askForCertificate = false)
    {
        var server = new FakeApiServer((port, server) => Build(port, server, answer, certificate, askForCertificate));
        await server.ListenAsync(0);
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

    /// <summary>Nothing listens any more, and every connection is broken.</summary>
    public async Task StopAsync()
    {
        if (_app is { } app)
        {
            _app = null;
            using var impatient = new CancellationTokenSource(0);
            await app.StopAsync(impatient.Token);
            await app.DisposeAsync();
        }
    }

    /// <summary>Where it was before.</summary>
    public Task StartAgainAsync()
    {
        Requests.Clear();
        return ListenAsync(new Uri(Url).Port);
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task ListenAsync(int port)
    {
        _app = _build(port, this);
        await _app.StartAsync();
        Url = _app.Urls.Single();
    }

    private static WebApplication Build(int port, FakeApiServer server, RequestDelegate answer, X509Certificate2? certificate, bool askForCertificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen =>
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
        app.UseWebSockets();
        app.Run(async context =>
        {
            server.Requests.Enqueue(SeenRequest.Of(context.Request));
            await answer(context);
        });
        return app;
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
