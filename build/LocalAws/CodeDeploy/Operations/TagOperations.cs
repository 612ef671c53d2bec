using System.Text.Json.Nodes;
using Slipway.LocalAws.CodeDeploy.Resources;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.CodeDeploy.Operations;

/// <summary>Tags of applications and deployment groups.</summary>
internal sealed class TagOperations(CodeDeployStore store, LocalAwsOptions options) : ICodeDeployOperations
{
    private const string ApplicationKind = "application:";
    private const string GroupKind = "deploymentgroup:";

    public IReadOnlyDictionary<string, CodeDeployOperation> Operations => new Dictionary<string, CodeDeployOperation>
    {
        ["ListTagsForResource"] = async (request, cancellationToken) => new() { ["Tags"] = TagList.Of(Find(await store.ReadAsync(cancellationToken), request).Tags) },
        ["TagResource"] = (request, cancellationToken) => ChangeAsync(request, tags => TagList.Merge(tags, Given(request.Objects("Tags"))), cancellationToken),
        ["UntagResource"] = (request, cancellationToken) => ChangeAsync(request, tags => new(tags.Where(tag => !Given(request.Texts("TagKeys")).Contains(tag.Key))), cancellationToken),
    };

    private async Task<JsonObject> ChangeAsync(JsonObject request, Func<Dictionary<string, string>, Dictionary<string, string>> change, CancellationToken cancellationToken)
    {
        await store.UpdateAsync(
            state =>
            {
                var found = Find(state, request);
                return found.With(change(new(found.Tags)));
            },
            cancellationToken);
        return [];
    }

    private Tagged Find(CodeDeployState state, JsonObject request)
    {
        var arn = CodeDeployErrors.Required(request.Text("ResourceArn"), "ResourceArnRequiredException", "ResourceArn");
        var prefix = $"arn:aws:codedeploy:{options.Region}:{options.Account}:";
        var resource = arn.StartsWith(prefix, StringComparison.Ordinal) ? arn[prefix.Length..] : throw new AwsErrorException("InvalidArnException", "The specified ARN is not in a valid format.");
        if (resource.StartsWith(ApplicationKind, StringComparison.Ordinal))
        {
            var application = ApplicationOf(state, resource[ApplicationKind.Length..]);
            return new(application.Tags, tags => state.With(application with { Tags = tags }));
        }

        if (resource.StartsWith(GroupKind, StringComparison.Ordinal) && resource[GroupKind.Length..].Split('/') is [var name, var groupName])
        {
            var application = ApplicationOf(state, name);
            var group = application.Groups.GetValueOrDefault(groupName) ?? throw CodeDeployErrors.GroupNotFound(groupName);
            return new(group.Tags, tags => state.With(application.With(group with { Tags = tags })));
        }

        throw new AwsErrorException("ArnNotSupportedException", $"The ARN {arn} is not supported.");
    }

    private static IReadOnlyList<T> Given<T>(IReadOnlyList<T> tags) => tags.Count > 0 ? tags : throw new AwsErrorException("TagRequiredException", "A tag was not specified.");

    private static Application ApplicationOf(CodeDeployState state, string name) => state.Applications.GetValueOrDefault(name) ?? throw CodeDeployErrors.ApplicationNotFound(name);

    /// <param name="With">The state in which it has other tags.</param>
    private sealed record Tagged(IReadOnlyDictionary<string, string> Tags, Func<Dictionary<string, string>, CodeDeployState> With);
}
