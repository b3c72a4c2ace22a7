using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace JvmDebug.Storage.Tests.Support;

/// <summary>
/// As much of S3 as lists and aborts multipart uploads, one to a page, which s3rver does not: the answers are those of the API reference
/// (ListMultipartUploads, AbortMultipartUpload).
/// </summary>
internal sealed class UploadListing : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly (string Key, DateTimeOffset Initiated)[] _uploads;
    private readonly Task _serving;

    public UploadListing(params (string Key, DateTimeOffset Initiated)[] uploads)
    {
        _uploads = uploads;
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port { get; }

    /// <summary>Answers every request with it instead.</summary>
    public int? Status { get; init; }

    /// <summary>Keys of the uploads that were aborted.</summary>
    public ConcurrentQueue<string> Aborted { get; } = new();

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                Answer(await _listener.GetContextAsync());
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Closed by the test.
        }
    }

    private void Answer(HttpListenerContext context)
    {
        var (request, response) = (context.Request, context.Response);
        if (Status is { } status)
        {
            response.StatusCode = status;
            Write(response, "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>");
        }
        else if (request.HttpMethod == "DELETE")
        {
            Aborted.Enqueue($"{request.Url!.AbsolutePath.Split('/', 3)[2]}?uploadId={request.QueryString["uploadId"]}");
            response.StatusCode = 204;
            response.Close();
        }
        else
        {
            var page = request.QueryString["upload-id-marker"] is { } marker ? int.Parse(marker[1..], System.Globalization.CultureInfo.InvariantCulture) + 1 : 0;
            var (key, initiated) = _uploads[page];
            Write(response, $"""
                <?xml version="1.0" encoding="UTF-8"?>
                <ListMultipartUploadsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
                <NextKeyMarker>{key}</NextKeyMarker><NextUploadIdMarker>u{page}</NextUploadIdMarker><MaxUploads>1</MaxUploads><IsTruncated>{(page + 1 < _uploads.Length ? "true" : "false")}</IsTruncated>
                <Upload><Key>{key}</Key><UploadId>u{page}</UploadId><StorageClass>STANDARD</StorageClass><Initiated>{initiated.UtcDateTime:yyyy-MM-ddTHH:mm:ss.000Z}</Initiated></Upload>
                </ListMultipartUploadsResult>
                """);
        }
    }

    private static void Write(HttpListenerResponse response, string xml)
    {
        response.ContentType = "application/xml";
        response.Close(Encoding.UTF8.GetBytes(xml), willBlock: true);
    }
}
