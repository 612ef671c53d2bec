using System.Net;

namespace Slipway.Docker.Registry;

/// <summary>A registry refused or could not be reached. The message names registry and repository, and the remedy.</summary>
public sealed class RegistryException(string registry, string repository, HttpStatusCode? status, string message, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>The exit code of Slipway when nobody catches this.</summary>
    public int ExitCode { get; } = 1;

    public string Registry { get; } = registry;

    public string Repository { get; } = repository;

    /// <summary>Null when there was no answer.</summary>
    public HttpStatusCode? Status { get; } = status;
}
