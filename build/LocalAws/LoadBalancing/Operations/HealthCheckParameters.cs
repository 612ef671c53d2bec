using System.Globalization;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.LoadBalancing.Health;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing.Operations;

/// <summary>The health check of a target group as a call gives it, with ELB's limits.</summary>
internal static class HealthCheckParameters
{
    private const int LongestPath = 1024;
    private const int HighestPort = 65_535;

    /// <param name="before">What holds for the parameters that are not given.</param>
    /// <exception cref="AwsErrorException">A parameter is not allowed.</exception>
    public static HealthCheck Apply(QueryParameters parameters, HealthCheck before)
    {
        if (parameters.Text("HealthCheckProtocol") is { } protocol && protocol != "HTTP")
            throw ElbErrors.Unsupported($"health checks of protocol '{protocol}'");
        if (parameters.Text("HealthCheckEnabled") is { } enabled && !enabled.Equals("true", StringComparison.OrdinalIgnoreCase))
            throw ElbErrors.Validation("Health checks must be enabled for target groups with target type 'instance'");
        if (parameters.Structure("Matcher").Has("GrpcCode"))
            throw ElbErrors.Unsupported("gRPC health checks");
        var check = before with
        {
            Port = PortOf(parameters) ?? before.Port,
            Path = PathOf(parameters) ?? before.Path,
            Interval = parameters.Number("HealthCheckIntervalSeconds", 5, 300) ?? before.Interval,
            Timeout = parameters.Number("HealthCheckTimeoutSeconds", 2, 120) ?? before.Timeout,
            HealthyThreshold = parameters.Number("HealthyThresholdCount", 2, 10) ?? before.HealthyThreshold,
            UnhealthyThreshold = parameters.Number("UnhealthyThresholdCount", 2, 10) ?? before.UnhealthyThreshold,
            Matcher = MatcherOf(parameters) ?? before.Matcher,
        };
        return check.Timeout < check.Interval
            ? check
            : throw ElbErrors.Validation($"Health check timeout '{check.Timeout}' must be smaller than the interval '{check.Interval}'");
    }

    private static string? PortOf(QueryParameters parameters)
    {
        if (parameters.Text("HealthCheckPort") is not { } port || port == HealthCheck.TrafficPort)
            return parameters.Text("HealthCheckPort");
        return int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= HighestPort
            ? port
            : throw ElbErrors.Validation($"Health check port '{port}' must be '{HealthCheck.TrafficPort}' or a number between 1 and {HighestPort}");
    }

    private static string? PathOf(QueryParameters parameters)
    {
        if (parameters.Text("HealthCheckPath") is not { } path)
            return null;
        if (path.Length > LongestPath)
            throw ElbErrors.Validation($"Health check path '{path}' cannot be longer than {LongestPath} characters");
        return path.StartsWith('/') && !path.Any(letter => letter <= ' ' || letter > '~')
            ? path
            : throw ElbErrors.Validation($"Health check path '{path}' must begin with a '/' character and have only printable ASCII characters, without spaces");
    }

    private static string? MatcherOf(QueryParameters parameters)
    {
        if (parameters.Structure("Matcher").Text("HttpCode") is not { } codes)
            return null;
        return StatusMatcher.TryParse(codes) is not null
            ? codes
            : throw ElbErrors.Validation($"Health check matcher HTTP code '{codes}' must be within '200-499' inclusive");
    }
}
