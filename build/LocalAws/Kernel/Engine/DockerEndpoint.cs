using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Kernel.Engine;

/// <summary>
/// Where the Docker engine is, found as the <c>docker</c> command finds it: DOCKER_HOST, then the context (DOCKER_CONTEXT or the current one of the
/// user's configuration), then the default of the platform.
/// </summary>
/// <param name="CertificateDirectory">Holds <c>ca.pem</c>, <c>cert.pem</c> and <c>key.pem</c>; null for a connection without TLS.</param>
/// <param name="VerifiesServer">False where the context says that the engine's certificate is not to be checked.</param>
public sealed record DockerEndpoint(Uri Address, string? CertificateDirectory = null, bool VerifiesServer = true)
{
    private const string DefaultContext = "default";

    private static readonly string[] Schemes = ["unix", "npipe", "tcp", "http", "https"];

    /// <param name="variable">The value of an environment variable; null when it is not set.</param>
    /// <exception cref="EngineException">The context does not exist, or the engine cannot be reached in the way that it names, as with <c>ssh://</c>.</exception>
    public static DockerEndpoint Resolve(Func<string, string?> variable)
    {
        var user = new DockerUserConfig(variable);
        if (variable("DOCKER_HOST") is { Length: > 0 } host)
            return Of(host, variable("DOCKER_TLS_VERIFY") is { Length: > 0 } ? variable("DOCKER_CERT_PATH") is { Length: > 0 } path ? path : user.Folder : null);
        var context = variable("DOCKER_CONTEXT") is { Length: > 0 } named ? named : (string?)user.Read()["currentContext"];
        return context is null or "" or DefaultContext ? Of(OperatingSystem.IsWindows() ? "npipe://./pipe/docker_engine" : "unix:///var/run/docker.sock") : OfContext(user, context);
    }

    private static DockerEndpoint OfContext(DockerUserConfig user, string context)
    {
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(context)));
        var file = Path.Combine(user.Folder, "contexts", "meta", id, "meta.json");
        try
        {
            var docker = JsonNode.Parse(File.ReadAllText(file))?["Endpoints"]?["docker"];
            var certificates = Path.Combine(user.Folder, "contexts", "tls", id, "docker");
            return Of((string?)docker?["Host"] ?? "", Directory.Exists(certificates) ? certificates : null, (bool?)docker?["SkipTLSVerify"] != true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new EngineException($"The Docker context '{context}' cannot be read: {error.Message} Choose one that 'docker context ls' lists.", inner: error);
        }
    }

    private static DockerEndpoint Of(string address, string? certificates = null, bool verifiesServer = true) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && Schemes.Contains(uri.Scheme)
            ? new(uri, certificates, verifiesServer)
            : throw new EngineException(
                $"LocalAws cannot reach the Docker engine at '{address}': it supports unix://, npipe:// and tcp:// (with TLS or without). Set DOCKER_HOST or DOCKER_CONTEXT to such an endpoint.");
}
