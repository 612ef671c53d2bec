
using Slipway.LocalAws.LoadBalancing.Contract;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing.Health;

/// <summary>Asks a target once, as a load balancer does: a connection of its own, no redirects.</summary>
internal sealed class HealthProbe(TimeProvider time) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Null when the target answered as it should; else its health, should it be unhealthy.</summary>
    public async Task<TargetHealth?> AskAsync(HealthCheck check, TaskTarget target, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(check.Timeout), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, check.UriOf(target));
            request.Headers.ConnectionClose = true;
            request.Headers.UserAgent.ParseAdd("ELB-HealthChecker/2.0");
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return StatusMatcher.TryParse(check.Matcher)?.Matches(response.StatusCode) == true ? null : HealthReasons.Mismatch(response.StatusCode);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthReasons.Timeout;
        }
        catch (HttpRequestException)
        {
            return HealthReasons.Failed;
        }
    }

    public void Dispose() => _http.Dispose();
}
