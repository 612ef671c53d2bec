using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Docker.DotNet.Models;

namespace Slipway.LocalAws.Kernel.Engine;

/// <summary>The user's logins to registries, from the configuration of the <c>docker</c> command and its credential helpers. They are only read.</summary>
/// <param name="variable">The value of an environment variable; null when it is not set.</param>
public sealed class RegistryLogins(Func<string, string?> variable)
{
    /// <summary>How Docker Hub is named in the configuration.</summary>
    private const string DockerHub = "https://index.docker.io/v1/";

    /// <summary>What a credential helper gives as the user of an identity token.</summary>
    private const string TokenUser = "<token>";

    private readonly DockerUserConfig _user = new(variable);

    /// <returns>The login for an image's registry; null when the user has none.</returns>
    public async Task<AuthConfig?> FindAsync(string reference, CancellationToken cancellationToken)
    {
        var registry = RegistryOf(reference);
        var config = _user.Read();
        var helper = (string?)config["credHelpers"]?[registry] ?? (string?)config["credsStore"];
        if (helper is { Length: > 0 } && await AskAsync(helper, registry, cancellationToken) is { } kept)
            return kept;
        return config["auths"]?[registry] is JsonObject { Count: > 0 } login ? Read(login, registry) : null;
    }

    private static string RegistryOf(string reference)
    {
        var host = reference.Contains('/', StringComparison.Ordinal) ? reference.Split('/')[0] : "";
        return host is not "docker.io" && (host == "localhost" || host.IndexOfAny(['.', ':']) >= 0) ? host : DockerHub;
    }

    private static AuthConfig? Read(JsonObject login, string registry)
    {
        try
        {
            var pair = Encoding.UTF8.GetString(Convert.FromBase64String((string?)login["auth"] ?? "")).Split(':', 2);
            return new()
            {
                ServerAddress = registry,
                Username = pair[0],
                Password = pair.Length > 1 ? pair[1].TrimEnd('\0') : null,
                IdentityToken = (string?)login["identitytoken"],
            };
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>https://github.com/docker/docker-credential-helpers: the registry goes to standard input, JSON comes back.</summary>
    private static async Task<AuthConfig?> AskAsync(string helper, string registry, CancellationToken cancellationToken)
    {
        try
        {
            var start = new ProcessStartInfo($"docker-credential-{helper}", ["get"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
            using var process = Process.Start(start)!;
            await process.StandardInput.WriteAsync(registry.AsMemory(), cancellationToken);
            process.StandardInput.Close();
            var answer = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0 || JsonNode.Parse(answer) is not JsonObject login)
                return null;
            var (user, secret) = ((string?)login["Username"], (string?)login["Secret"]);
            return user == TokenUser
                ? new() { ServerAddress = registry, IdentityToken = secret }
                : new() { ServerAddress = registry, Username = user, Password = secret };
        }
        catch (Exception error) when (error is Win32Exception or IOException or JsonException)
        {
            // Without its helper the pull continues without a login; the registry's refusal is what the user reads then.
            return null;
        }
    }
}
