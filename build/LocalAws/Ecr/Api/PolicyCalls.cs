using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Ecr.Api;

/// <summary>The operations of ECR on a repository's policies. They are kept and answered; nothing expires by them, and nobody checks permissions.</summary>
internal sealed class PolicyCalls(LocalAwsOptions options, RepositoryStore repositories)
{
    private const string LifecycleText = "lifecyclePolicyText";
    private const string PolicyText = "policyText";

    public async Task<JsonObject> PutLifecycleAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var text = Read(request, LifecycleText);
        return Answer(await repositories.ChangeAsync(request, before => before with { LifecyclePolicy = text }, cancellationToken), LifecycleText, text);
    }

    public async Task<JsonObject> GetLifecycleAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var repository = await repositories.GetAsync(request, cancellationToken);
        return Answer(repository, LifecycleText, repository.LifecyclePolicy ?? throw EcrErrors.LifecyclePolicyNotFound(repository.Name, options.Account));
    }

    public async Task<JsonObject> DeleteLifecycleAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var answer = await GetLifecycleAsync(request, cancellationToken);
        await repositories.ChangeAsync(request, before => before with { LifecyclePolicy = null }, cancellationToken);
        return answer;
    }

    public async Task<JsonObject> SetAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var text = Read(request, PolicyText);
        return Answer(await repositories.ChangeAsync(request, before => before with { Policy = text }, cancellationToken), PolicyText, text);
    }

    public async Task<JsonObject> GetAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var repository = await repositories.GetAsync(request, cancellationToken);
        return Answer(repository, PolicyText, repository.Policy ?? throw EcrErrors.RepositoryPolicyNotFound(repository.Name, options.Account));
    }

    public async Task<JsonObject> DeleteAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var answer = await GetAsync(request, cancellationToken);
        await repositories.ChangeAsync(request, before => before with { Policy = null }, cancellationToken);
        return answer;
    }

    /// <exception cref="AwsErrorException">It is not JSON. What is in it is not looked at; ECR's sentence is not confirmed.</exception>
    private static string Read(JsonObject request, string member)
    {
        var text = request.Text(member) ?? "";
        try
        {
            return JsonNode.Parse(text) is JsonObject ? text : throw Invalid(member);
        }
        catch (JsonException)
        {
            throw Invalid(member);
        }
    }

    private static AwsErrorException Invalid(string member) => EcrErrors.InvalidParameter(char.ToUpperInvariant(member[0]) + member[1..], "Invalid JSON");

    private JsonObject Answer(Repository repository, string member, string text) =>
        new() { ["registryId"] = options.Account, ["repositoryName"] = repository.Name, [member] = text };
}
