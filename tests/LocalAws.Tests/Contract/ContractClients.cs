namespace Slipway.LocalAws.Tests.Contract;

/// <summary>The clients of a scenario: one for its service, and one for each other that a step needs.</summary>
internal sealed class ContractClients(Uri endpoint, Scenario scenario) : IDisposable
{
    private readonly Dictionary<ContractService, ContractClient> _clients = [];

    public ContractClient Of(ContractStep step)
    {
        var service = step.Service is { } name ? scenario.Others[name] : scenario.Service;
        if (!_clients.TryGetValue(service, out var client))
            _clients[service] = client = new(endpoint, service);
        return client;
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values)
            client.Dispose();
    }
}
