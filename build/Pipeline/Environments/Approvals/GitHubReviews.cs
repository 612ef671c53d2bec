using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Environments.Approvals;

/// <summary>
/// Who has approved that a run of GitHub Actions deploys to an environment. No variable tells a job which environment it has and whether that has reviewers; the run's review history does.
/// It is the run's, of all of its attempts. https://docs.github.com/rest/actions/workflow-runs, "Get the review history for a workflow run": it needs the permission <c>actions: read</c>.
/// </summary>
/// <param name="variables">The environment of the process.</param>
public sealed class GitHubReviews(IReadOnlyDictionary<string, string> variables, HttpClient http)
{
    private const string Approved = "approved";

    /// <summary>Whether the job has what it takes to ask.</summary>
    public bool CanAsk => Variable(EnvironmentVariables.GitHubToken) is not null && Variable(EnvironmentVariables.GitHubRepository) is not null && Variable(EnvironmentVariables.GitHubRunId) is not null;

    /// <param name="environment">Its name at GitHub.</param>
    /// <returns>Login names, in the order of the answer; none when nobody has approved it.</returns>
    /// <exception cref="HttpRequestException">GitHub refused, or did not answer.</exception>
    /// <exception cref="JsonException">The answer is not what GitHub answers.</exception>
    public async Task<IReadOnlyList<string>> ApproversAsync(string environment, CancellationToken cancellation)
    {
        var server = Variable(EnvironmentVariables.GitHubApi) ?? "https://api.github.com";
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{server.TrimEnd('/')}/repos/{Variable(EnvironmentVariables.GitHubRepository)}/actions/runs/{Variable(EnvironmentVariables.GitHubRunId)}/approvals");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Variable(EnvironmentVariables.GitHubToken));
        request.Headers.Accept.ParseAdd("application/vnd.github+json");
        request.Headers.UserAgent.ParseAdd("slipway");
        using var response = await http.SendAsync(request, cancellation);
        response.EnsureSuccessStatusCode();
        var reviews = await JsonSerializer.DeserializeAsync(await response.Content.ReadAsStreamAsync(cancellation), GitHubJson.Default.IReadOnlyListReview, cancellation) ?? [];
        return [.. reviews.Where(review => review.State == Approved && review.Environments?.Any(one => string.Equals(one.Name, environment, StringComparison.OrdinalIgnoreCase)) == true).Select(review => review.User?.Login).OfType<string>().Distinct()];
    }

    private string? Variable(string name) => variables.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <summary>One answer of a reviewer, about one environment or several.</summary>
    /// <param name="State"><c>approved</c> or <c>rejected</c>.</param>
    internal sealed record Review(string? State, IReadOnlyList<Named>? Environments, Account? User);

    internal sealed record Named(string? Name);

    internal sealed record Account(string? Login);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IReadOnlyList<GitHubReviews.Review>))]
internal sealed partial class GitHubJson : JsonSerializerContext;
