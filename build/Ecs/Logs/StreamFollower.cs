using Slipway.Aws.Logs;

namespace Slipway.Ecs.Logs;

/// <summary>Reads on in one stream, which may not be there yet.</summary>
internal sealed class StreamFollower(LogsClient logs, string group, string stream)
{
    private string? _token;

    /// <summary>All that came since the last call.</summary>
    public async Task<IReadOnlyList<LogEvent>> ReadAsync(CancellationToken cancellationToken)
    {
        var news = new List<LogEvent>();
        while (true)
        {
            var page = await logs.ReadOnAsync(group, stream, _token, cancellationToken);
            news.AddRange(page.Events);
            if (page.NextToken is null || page.NextToken == _token) return news;
            _token = page.NextToken;
        }
    }
}
