namespace Slipway.LocalAws.LoadBalancing.Proxy;

/// <summary>
/// The commands that bring HAProxy from how it is to how it should be, in an order in which no request finds nobody: targets come, rules change,
/// targets go.
/// </summary>
public static class ProxyChanges
{
    /// <param name="certificates">What <c>show ssl cert</c> answers.</param>
    /// <param name="certificateList">What <see cref="CertificateCommands.ShowList"/> answers.</param>
    public static IReadOnlyList<string> Between(IReadOnlyDictionary<string, ServerState> servers, string version, ProxyPlan plan, string certificates = "", string certificateList = "")
    {
        var commands = new List<string>();
        foreach (var (name, server) in plan.Servers)
        {
            var exists = servers.TryGetValue(name, out var state);
            if (!exists)
                commands.Add($"add server {name} {server.Address}");
            if (server.TakesRequests && (!exists || state != ServerState.Ready))
                commands.Add($"set server {name} state ready");
        }

        if (version != plan.Version)
        {
            commands.AddRange([.. CertificateCommands.Aborts(certificates), .. plan.Certificate, .. CertificateCommands.Changes(certificates, certificateList, plan.CertificateList)]);
            commands.AddRange(["slipway begin", .. plan.Rules, $"slipway commit {plan.Version}"]);
        }

        foreach (var (name, _) in plan.Servers.Where(server => !server.Value.TakesRequests))
        {
            if (!servers.TryGetValue(name, out var state) || state != ServerState.Drain)
                commands.Add($"set server {name} state drain");
        }

        foreach (var (name, state) in servers.Where(server => !plan.Servers.ContainsKey(server.Key)))
            commands.AddRange(Removal(name, state, plan));
        return commands;
    }

    /// <summary>A target that no rule leads to any more may end its requests; one that is not registered any more has had its time.</summary>
    private static IEnumerable<string> Removal(string name, ServerState state, ProxyPlan plan)
    {
        if (state != ServerState.Maintenance)
            yield return $"set server {name} state maint";
        if (!plan.Registered.Contains(name[(name.IndexOf('/') + 1)..]))
            yield return $"shutdown sessions server {name}";
        yield return $"del server {name}";
    }
}
