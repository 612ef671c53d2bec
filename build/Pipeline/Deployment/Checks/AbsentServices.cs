using Slipway.Aws.Ecs;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Environments.Access;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Deployment.Checks;

/// <summary>Whether an environment with <c>deploy.create: later</c> still waits for its services.</summary>
internal static class AbsentServices
{
    /// <returns>The reason why nothing is deployed, as a sentence; null when all of the services are there.</returns>
    /// <exception cref="RunFailedException">Some are there and others are not; exit code 3.</exception>
    public static async Task<string?> WhyNotYetAsync(EcsClient ecs, Settings settings, CancellationToken cancellation)
    {
        var absent = new List<ServiceSettings>();
        foreach (var service in settings.Services)
        {
            if ((string?)(await DeployedService.FindAsync(ecs, service.RequireService(), cancellation))?["status"] != "ACTIVE") absent.Add(service);
        }

        if (absent.Count == 0) return null;
        var place = settings.PlaceOf("deploy.create");
        if (absent.Count == settings.Services.Count)
            return $"Nothing is deployed to environment '{settings.Environment}' yet: {string.Join(", ", absent.Select(Describe))} {(absent.Count == 1 ? "does" : "do")} not exist, and 'create: later' ({place}) says that {(absent.Count == 1 ? "it comes" : "they come")} later. The images are tagged, and artifacts/ has what was to be deployed.";
        throw new RunFailedException(
            ExitCodes.Prerequisite,
            $"{place}: environment '{settings.Environment}' has some of its services, but not {string.Join(", ", absent.Select(Describe))}. Create what is missing, or write '{absent[0].Name}: null' under 'deploy.services' of the environment until then.");
    }

    private static string Describe(ServiceSettings service) => $"service '{service.EcsName}' in cluster '{service.Cluster}'";
}
