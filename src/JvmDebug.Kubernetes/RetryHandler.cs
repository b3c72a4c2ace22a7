using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace JvmDebug.Kubernetes;

/// <summary>Sends again what an API server in trouble did not take, within the time the request has.</summary>
/// <remarks>
/// As client-go (<c>rest/with_retry.go</c>), which also wants a Retry-After with a 429; load balancers send none.
/// <code>
/// answer                                       any request   GET (an exec starts something, and is none)
/// 429                                          again         again
/// 5xx with Retry-After                         again         again
/// 500, 502, 503, 504                                         again
/// connection broken before there is an answer                again
/// connection refused                           again         again     for as long as the request may take, two minutes at
///                                                                      most, and only by a server that has answered before:
///                                                                      it restarts
/// </code>
/// The last is not client-go's: whoever is in the middle of a hundred pods must not go through them all while a control plane
/// restarts, each failing at once.
/// </remarks>
internal sealed class RetryHandler(TimeSpan limit) : DelegatingHandler
{
    /// <summary>For a request that will be repeated soon anyway.</summary>
    public static readonly HttpRequestOptionsKey<bool> Once = new("jvmdebug.once");

    private const int Attempts = 5;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestRefusedPause = TimeSpan.FromSeconds(2);

    // A last attempt that the request's own limit cuts off would say that the server was slow, and not that it was away.
    private static readonly TimeSpan LeastForAnAttempt = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRestart = TimeSpan.FromMinutes(2);

    private volatile bool _hasAnswered;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        request.Options.TryGetValue(Once, out var once);
        var isRead = request.Method == HttpMethod.Get && request.RequestUri?.Scheme is "http" or "https";
        for (int attempt = 1, refusal = 0; ;)
        {
            var isLast = once || attempt == Attempts;
            TimeSpan pause;
            try
            {
                var response = await base.SendAsync(request, cancellationToken);
                _hasAnswered = true;
                pause = Pause(attempt, RetryAfter(response));
                if (isLast || !IsWorthwhile(response, isRead) || IsTooLate(clock.Elapsed + pause))
                {
                    return response;
                }

                response.Dispose();
                attempt++;
            }
            catch (HttpRequestException e) when (!isLast && isRead && IsBroken(e))
            {
                pause = Pause(attempt++, null);
            }
            catch (HttpRequestException e) when (!once && _hasAnswered && IsRefused(e) && clock.Elapsed < LongestRestart)
            {
                refusal = Math.Min(refusal + 1, Attempts);
                pause = Pause(refusal, null) is var longer && longer < LongestRefusedPause ? longer : LongestRefusedPause;
                if (IsTooLate(clock.Elapsed + pause + LeastForAnAttempt))
                {
                    throw;
                }
            }

            await Task.Delay(pause, cancellationToken);
        }
    }

    private bool IsTooLate(TimeSpan elapsed) => limit > TimeSpan.Zero && elapsed >= limit;

    private static bool IsWorthwhile(HttpResponseMessage response, bool isRead) => response.StatusCode switch
    {
        HttpStatusCode.TooManyRequests => true,
        >= HttpStatusCode.InternalServerError when response.Headers.RetryAfter is not null => true,
        HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => isRead,
        _ => false,
    };

    private static bool IsBroken(HttpRequestException e) =>
        e.HttpRequestError == HttpRequestError.ResponseEnded
        || e.GetBaseException() is SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.Shutdown };

    private static bool IsRefused(HttpRequestException e) => e.GetBaseException() is SocketException { SocketErrorCode: SocketError.ConnectionRefused };

    private static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > DateTimeOffset.UtcNow => date - DateTimeOffset.UtcNow,
        _ => null,
    };

    // Not all of --parallel at the same moment.
    private static TimeSpan Pause(int attempt, TimeSpan? said)
    {
        var pause = FirstPause * Math.Pow(2, attempt - 1);
        var jitter = pause * (RandomNumberGenerator.GetInt32(0, 1000) / 1000.0);
        return said is { } least ? least + jitter : pause / 2 + jitter;
    }
}
