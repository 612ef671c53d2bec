namespace Slipway.Ecs.Rollouts.Strategies;

/// <summary>Checks a strategy against who replaces the service's tasks.</summary>
internal static class Controllers
{
    /// <exception cref="RolloutException">The service's deployment controller is another one; refused.</exception>
    public static void Require(RolloutRequest request, ServiceDescription? service, string controller, string strategy)
    {
        if (service is null || service.Controller == controller) return;
        var remedy = service.Controller switch
        {
            "CODE_DEPLOY" => "Write 'deploy.strategy: blue-green'",
            "ECS" => $"Write 'deploy.strategy: {(service.Strategy == "ROLLING" ? "rolling" : "ecs-blue-green")}'",
            _ => "Leave it to the program that manages its task sets ('deploy.strategy: artifacts-only')",
        };
        throw new RolloutException(
            RolloutOutcome.Refused,
            $"{request.Place}: service '{request.Service}' has the deployment controller {service.Controller}, and strategy '{strategy}' needs {controller}. {remedy}, or create the service anew: a controller cannot be changed.");
    }

    /// <exception cref="RolloutException">ECS changes no service to what its definition says, or something of the service would be dropped; refused.</exception>
    public static void RequirePossible(RolloutRequest request, ServiceDescription? service)
    {
        if (service is null || request.Definition?.Refusals(service.Node, request.CodeDeploy?.Appspec).ToList() is not { Count: > 0 } refusals) return;
        throw new RolloutException(RolloutOutcome.Refused, string.Join('\n', refusals.Select(refusal => $"{request.Place}: {refusal}")));
    }

    /// <exception cref="RolloutException">There is no service, and this strategy does not create one; refused.</exception>
    public static ServiceDescription RequireService(RolloutRequest request, ServiceDescription? service, string why) =>
        service ?? throw new RolloutException(RolloutOutcome.Refused, $"{request.Place}: there is no service '{request.Service}' in cluster '{request.Cluster}', and Slipway does not create one of this strategy: {why}");
}
