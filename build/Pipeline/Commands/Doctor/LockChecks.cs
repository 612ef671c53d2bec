using Slipway.Aws;
using Slipway.Aws.S3;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Environments.Locking;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Commands.Doctor;

/// <summary>
/// Whether a deployment can take the environment's lock: its bucket is there, and the caller may read and write its object. It is never deleted, so that
/// needs no permission. Writes nothing.
/// </summary>
/// <param name="location">Null when nothing names a bucket.</param>
public sealed class LockChecks(ObjectStore objects, Settings settings, S3Location? location, PolicySimulation policies)
{
    /// <summary>A write with a condition needs no other (S3 User Guide, "Conditional writes": <c>If-Match</c> needs s3:GetObject, too).</summary>
    private static readonly string[] Actions = [.. ((string[])["GetObject", "PutObject"]).Select(operation => AwsPermissions.Get("S3", operation).Actions[0].Action)];

    public async Task<IReadOnlyList<Check>> RunAsync(CancellationToken cancellation)
    {
        // Without a deployment of Slipway's own, too: Promote moves tags.
        if (location is null && settings.Services.All(service => service.Strategy == DeployStrategy.ArtifactsOnly)) return [];
        if (location is null) return [Check.Unknown("lock", "there is none: no secret names a bucket", "Set 'deploy.lock' to 's3://bucket/key', so that no two deployments run at the same time.")];
        var subject = $"lock {location}";
        var found = await ObjectAsync(subject, location, cancellation);
        return settings.IsRehearsal || found.Result == CheckResult.Failed ? [found] : [found, await PermissionAsync(subject, location, cancellation)];
    }

    private Task<Check> ObjectAsync(string subject, S3Location place, CancellationToken cancellation) => AwsChecks.AskAsync(subject, "", async () =>
    {
        try
        {
            return Check.Passed(subject, await new LockStore(objects, place).ReadAsync(cancellation) switch
            {
                null => "is not there yet; the first deployment makes it",
                { Record.IsReleased: true } or { IsExpired: true } => "is free",
                var held => $"is held by {held.Record.Owner.Describe(held.Record.Since)}",
            });
        }
        catch (AwsException missing) when (missing.Code == "NoSuchBucket")
        {
            return settings.IsRehearsal
                ? Check.Passed(subject, "its bucket is not there yet; a run makes it")
                : Check.Failed(subject, $"there is no bucket '{place.Bucket}'", InfraModule.Or($"aws s3 mb --region {settings.Region} s3://{place.Bucket}, or correct 'deploy.lock'", InfraModule.Bucket));
        }
        catch (RunFailedException other)
        {
            return Check.Failed(subject, "cannot be used", other.Message);
        }
    });

    private Task<Check> PermissionAsync(string subject, S3Location place, CancellationToken cancellation)
    {
        var (permission, partition) = ($"permission to take the {subject}", policies.Caller.Split(':') is [_, var name, ..] ? name : "aws");
        var arn = $"arn:{partition}:s3:::{place.Bucket}/{place.Key}";
        return AwsChecks.AskAsync(permission, "", async () =>
        {
            var decisions = await policies.DecideAsync(arn, Actions, [], cancellation);
            if (Actions.Where(action => decisions.GetValueOrDefault(action) == PolicySimulation.Forbidden).ToList() is { Count: > 0 } forbidden)
                return Check.Failed(permission, $"a policy of {policies.Caller} denies {string.Join(" and ", forbidden)}", $"Take the denial of {string.Join(" and ", forbidden)} on {arn} out, or name another object in 'deploy.lock'.");
            if (Actions.Where(action => decisions.GetValueOrDefault(action) != PolicySimulation.Allowed).ToList() is { Count: > 0 } missing)
                return Check.Unknown(permission, $"the policies of {policies.Caller} do not allow {string.Join(" and ", missing)}", $"Allow {string.Join(" and ", missing)} on {arn}. A policy of the bucket may do so already, which only a write would tell.");
            return Check.Passed(permission, "given by the caller's policies; whether the bucket's own policy or a key's denies it, only a write would tell");
        });
    }
}
