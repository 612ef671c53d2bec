using System.Text.Json.Nodes;
using Slipway.Aws.Permissions;
using Slipway.LocalAws.Kernel.Callers;
using Slipway.LocalAws.Kernel.Permissions;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Kernel.Protocol;

/// <summary>
/// Records what callers need of IAM, and refuses what their policies do not allow, where policies are enforced. Containers of tasks are neither: <see cref="TaskCalls"/> is their limit.
/// </summary>
internal sealed class PermissionGate(LocalAwsOptions options, IGivenCredentials given, PermissionUses uses, IEnumerable<IPermissionSource> sources)
{
    private static readonly Dictionary<string, string> Prefixes = new() { ["monitoring"] = "cloudwatch" };

    /// <summary>The ids of temporary credentials begin so; others were not given out here.</summary>
    private const string OfSessions = "ASIA";

    private readonly Dictionary<string, IPermissionSource> _sources = sources.ToDictionary(source => source.TargetPrefix);

    public bool Enforces => !options.EnforcedPolicies.IsEmpty;

    /// <summary>Checks a call of the JSON protocol.</summary>
    /// <exception cref="AwsErrorException">A policy does not allow it.</exception>
    public Task CheckAsync(HttpContext context, string target, string operation, JsonObject request, CancellationToken cancellationToken) =>
        CheckAsync(context, target, operation, request, new("AccessDeniedException", 400), cancellationToken);

    /// <summary>The same for a protocol that refuses otherwise.</summary>
    /// <param name="target">As in <see cref="IPermissionSource.TargetPrefix"/>.</param>
    /// <exception cref="AwsErrorException">A policy does not allow it.</exception>
    public async Task CheckAsync(HttpContext context, string target, string operation, JsonObject request, Refusal refusal, CancellationToken cancellationToken)
    {
        var prefix = PrefixOf(context.Request);
        var needed = _sources.TryGetValue(target, out var source) ? await source.OfAsync(operation, request, cancellationToken) : null;
        await CheckAsync(context, operation, needed ?? [Request.To($"{prefix}:{operation}", "*")], refusal, cancellationToken);
    }

    /// <summary>Checks a call of the Query protocol: its own action on everything, but for those of STS.</summary>
    /// <exception cref="AwsErrorException">A policy does not allow it.</exception>
    public Task CheckAsync(HttpContext context, string action, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        var prefix = PrefixOf(context.Request);
        IReadOnlyList<PermissionRequest> needed = (prefix, action) switch
        {
            // Identity needs no permission, and a web identity's token is what allows it (STS API reference).
            ("sts", "GetCallerIdentity" or "AssumeRoleWithWebIdentity") => [],
            ("sts", "AssumeRole") => [Request.To("sts:AssumeRole", parameters.GetValueOrDefault("RoleArn") ?? "*")],
            _ => [Request.To($"{prefix}:{action}", "*")],
        };
        return CheckAsync(context, action, needed, new("AccessDenied", 403), cancellationToken);
    }

    /// <summary>Checks what was found to be needed.</summary>
    /// <exception cref="AwsErrorException">A policy does not allow it.</exception>
    public async Task CheckAsync(HttpContext context, string operation, IReadOnlyList<PermissionRequest> needed, Refusal refusal, CancellationToken cancellationToken)
    {
        if (needed.Count == 0 || (context.Features.Get<Caller>() ?? Caller.Unknown).IsTask || TaskCalls.IsMarked(context.Request)) return;
        var principal = await PrincipalAsync(CredentialScope.AccessKeyOf(context.Request), cancellationToken);
        await uses.NoteAsync(principal.PolicyArn, operation, needed, cancellationToken);
        if (Sentence(principal, needed) is { } sentence) throw new AwsErrorException(refusal.Code, sentence, refusal.Status);
    }

    /// <summary>The same for a caller without a signature, by the id of the access key that it had.</summary>
    /// <returns>AWS's sentence of what is not allowed; null when all of it is.</returns>
    public async Task<string?> RefusalAsync(string? accessKeyId, string operation, IReadOnlyList<PermissionRequest> needed, CancellationToken cancellationToken)
    {
        var principal = await PrincipalAsync(accessKeyId, cancellationToken);
        await uses.NoteAsync(principal.PolicyArn, operation, needed, cancellationToken);
        return Sentence(principal, needed);
    }

    /// <summary>
    /// IAM User Guide, "Access denied error message examples": the sentence of services that say why. S3 has the resource in quotation marks.
    /// </summary>
    private string? Sentence(Principal principal, IReadOnlyList<PermissionRequest> needed)
    {
        if (options.EnforcedPolicies.Of(principal.PolicyArn) is not { } policy) return null;
        foreach (var request in needed)
        {
            var decision = policy.Decide(request);
            if (decision == PermissionDecision.Allowed) continue;
            var why = decision == PermissionDecision.ExplicitDeny ? "with an explicit deny in an identity-based policy" : $"because no identity-based policy allows the {request.Action} action";
            var resource = request.Action.StartsWith("s3:", StringComparison.Ordinal) ? $"\"{request.Resource}\"" : request.Resource;
            return $"User: {principal.Arn} is not authorized to perform: {request.Action} on resource: {resource} {why}";
        }

        return null;
    }

    private async Task<Principal> PrincipalAsync(string? accessKeyId, CancellationToken cancellationToken)
    {
        var user = $"arn:aws:iam::{options.Account}:user/local";
        return accessKeyId?.StartsWith(OfSessions, StringComparison.Ordinal) == true && await given.OwnerAsync(accessKeyId, cancellationToken) is { } session ? new(session.Arn, session.RoleArn) : new(user, user);
    }

    private static string PrefixOf(HttpRequest request) => CredentialScope.ServiceOf(request) is { } name ? Prefixes.GetValueOrDefault(name, name) : "unknown";

    /// <summary>How a protocol says no.</summary>
    internal sealed record Refusal(string Code, int Status);
}
