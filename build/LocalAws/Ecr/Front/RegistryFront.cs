using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.LocalAws.Ecr.Api;
using Slipway.LocalAws.Ecr.Registry;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Ecr.Front;

/// <summary>
/// The registry as clients see it: what ECR refuses is refused here, in its words, whatever client pushes, and the rest is the registry's own.
/// The refusals: https://docs.aws.amazon.com/AmazonECR/latest/userguide/common-errors-docker.html and image-tag-mutability.html; their texts
/// are quoted by users.
/// </summary>
internal sealed partial class RegistryFront(
    LocalAwsOptions options, IRegistryContainer registry, RegistryForwarder forwarder, RegistryApi api, SharedLayers layers, RepositoryStore repositories, PushTurn turn, EcrPermissionSource permissions, PermissionGate gate, TimeProvider time,
    ILogger<RegistryFront> log)
{
    private const string DigestHeader = "Docker-Content-Digest";

    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            try
            {
                await AnswerAsync(context, registry.Known ?? await registry.EnsureAsync(context.RequestAborted));
            }
            catch (HttpRequestException) when (!context.Response.HasStarted)
            {
                // It has ended, or is at another port by now. What has no body is asked again here, the rest by the client.
                var address = await registry.EnsureAsync(context.RequestAborted);
                if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
                {
                    context.Response.Clear();
                    await AnswerAsync(context, address);
                    return;
                }

                await RefuseAsync(context, 503, "UNAVAILABLE", "The registry was not there. It has been started; try again.");
            }
        }
        catch (AwsErrorException unavailable)
        {
            await RefuseAsync(context, 503, "UNAVAILABLE", unavailable.Message);
        }
        catch (HttpRequestException gone) when (!context.Response.HasStarted)
        {
            await RefuseAsync(context, 503, "UNAVAILABLE", gone.Message);
        }
    }

    private async Task AnswerAsync(HttpContext context, RegistryAddress address)
    {
        var login = Login(context.Request, address);
        if (login is not null) context.Request.Headers.Authorization = Basic(address);
        if (PathPattern().Match(context.Request.Path) is not { Success: true } path || login is null)
            await forwarder.ForwardAsync(context, address);
        else if (await RefusalAsync(context, path, login) is { } refusal)
            await RefuseAsync(context, 403, "DENIED", refusal);
        else
            await HandleAsync(context, address, path);
    }

    /// <summary>The engine's own pulls, which are the execution role's, have a login without an owner: where policies are enforced, they are let.</summary>
    private async Task<string?> RefusalAsync(HttpContext context, Match path, string owner)
    {
        if (gate.Enforces && owner.Length == 0) return null;
        var (method, kind) = (context.Request.Method, path.Groups["kind"].Value);
        var needed = permissions.OfRegistry(method, path.Groups["name"].Value, kind, path.Groups["reference"].Value, context.Request.Query);
        return await gate.RefusalAsync(owner.Length > 0 ? owner : null, $"registry {method} {kind}", needed, context.RequestAborted);
    }

    private async Task HandleAsync(HttpContext context, RegistryAddress address, Match path)
    {
        var name = path.Groups["name"].Value;
        if (!(await repositories.ReadAsync(context.RequestAborted)).TryGetValue(name, out var repository))
            await RefuseAsync(context, 404, "NAME_UNKNOWN", EcrErrors.RepositoryNotFound(name, options.Account).Message);
        else if (path.Groups["kind"].Value == "blobs")
            await PassLayerAsync(context, address, name, path.Groups["reference"].Value);
        else if (Reference(context.Request, path) is { } pushed)
            await PushAsync(context, address, repository, pushed);
        else
            await forwarder.ForwardAsync(context, address);
    }

    /// <param name="reference">A digest, or an upload.</param>
    private async Task PassLayerAsync(HttpContext context, RegistryAddress address, string name, string reference)
    {
        if (HttpMethods.IsHead(context.Request.Method)) await layers.ProvideAsync(address, name, reference, context.RequestAborted);
        await forwarder.ForwardAsync(context, address);
        if (!HttpMethods.IsPut(context.Request.Method) || context.Response is not { StatusCode: 201 }) return;
        await context.Response.CompleteAsync();
        await layers.KeepAsync(address, name, context.Request.Query["digest"].ToString(), CancellationToken.None);
    }

    /// <param name="reference">A tag or a digest.</param>
    private async Task PushAsync(HttpContext context, RegistryAddress address, Repository repository, string reference)
    {
        using var mine = await turn.TakeAsync(context.RequestAborted);
        var isTag = !reference.Contains(':', StringComparison.Ordinal);
        // Also for an image that has the tag already.
        if (isTag && (repository.Mutability ?? TagMutability.Mutable).Fixes(reference)
            && await api.ManifestAsync(address, repository.Name, reference, null, context.RequestAborted) is not null)
        {
            await RefuseAsync(context, 400, "TAG_INVALID", $"The image tag '{reference}' already exists in the '{repository.Name}' repository and cannot be overwritten because the repository is immutable.");
            return;
        }

        await forwarder.ForwardAsync(context, address);
        if (context.Response is not { StatusCode: 201 } || (string?)context.Response.Headers[DigestHeader] is not { } digest)
            return;
        try
        {
            await repositories.PushedAsync(repository.Name, digest, time.GetUtcNow(), CancellationToken.None);
        }
        catch (IOException error)
        {
            // The image is there; it has the time of its repository.
            WithoutTime(repository.Name, digest, error);
        }
    }

    private static string? Reference(HttpRequest request, Match path) =>
        HttpMethods.IsPut(request.Method) && path.Groups["kind"].Value == "manifests" ? path.Groups["reference"].Value : null;

    /// <summary>Who is not logged in gets the registry's own refusal.</summary>
    /// <returns>The id of the access key that the login was given to; empty for one that names none, and null for no login.</returns>
    private static string? Login(HttpRequest request, RegistryAddress address)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var given) || !given.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)) return null;
        var bytes = new byte[given.Parameter?.Length ?? 0];
        if (!Convert.TryFromBase64String(given.Parameter ?? "", bytes, out var length)) return null;
        var (login, owner) = Encoding.UTF8.GetString(bytes.AsSpan(0, length)).Split('.', 2) is [var first, var key] ? (first, key) : (Encoding.UTF8.GetString(bytes.AsSpan(0, length)), "");
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(login), Encoding.UTF8.GetBytes($"{address.UserName}:{address.Password}")) ? owner : null;
    }

    private static string Basic(RegistryAddress address) => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{address.UserName}:{address.Password}"))}";

    private static Task RefuseAsync(HttpContext context, int status, string code, string message)
    {
        context.Response.Clear();
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers[RegistryApi.VersionHeader] = "registry/2.0";
        var errors = new JsonObject { ["errors"] = new JsonArray(new JsonObject { ["code"] = code, ["message"] = message }) };
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.WriteAsync(errors.ToJsonString(), context.RequestAborted);
    }

    [LoggerMessage(LogLevel.Warning, "The time of the push of {Repository}@{Digest} could not be written")]
    private partial void WithoutTime(string repository, string digest, Exception error);

    [GeneratedRegex("^/v2/(?<name>.+)/(?<kind>blobs|manifests|tags|referrers)/(?<reference>.*)$")]
    private static partial Regex PathPattern();
}
