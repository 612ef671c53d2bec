using Slipway.LocalAws.Acm.Contract;
using Slipway.LocalAws.Kernel.Engine;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.LoadBalancing.Resources;

namespace Slipway.LocalAws.LoadBalancing.Proxy;

/// <summary>
/// The HAProxy of one listener, brought to how it should be. It is asked each time how it is, so that a restart of LocalAws, of the container or
/// of the engine needs nothing of its own.
/// </summary>
internal sealed partial class ListenerProxy(
    Listener listener, LoadBalancingStore store, ICertificates certificates, ProxyContainer container, TimeProvider time, ILogger log) : IDisposable
{
    private const int LinesToQuote = 5;
    private const int RemovalAttempts = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan RemovalPause = TimeSpan.FromMilliseconds(10);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private int _adminPort;

    /// <summary>The plan that HAProxy went by when it was last asked; null: not known.</summary>
    private string? _applied;

    /// <summary>Applies the state as it is when this call's turn comes.</summary>
    /// <param name="look">Asks HAProxy how it is also when the last plan still holds.</param>
    /// <exception cref="AwsErrorException">HAProxy cannot be started, or refused.</exception>
    public async Task ApplyAsync(bool look, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var state = store.Current;
            if (state.Listener(listener.Arn) is not { } current)
                return;
            var plan = ProxyPlan.Of(state, current, CertificateOf(current), current.CertificateList.ToDictionary(arn => arn, PemOf));
            if (!look && plan.Fingerprint == _applied)
                return;
            _applied = null;
            using var admin = await ConnectAsync(state.LoadBalancer(current.LoadBalancerArn), cancellationToken);
            await ApplyAsync(admin, plan, cancellationToken);
            _applied = plan.Fingerprint;
        }
        catch (Exception error) when (error is IOException or TimeoutException)
        {
            throw CannotServe(error.Message);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Starts the container of a listener that is not in the state yet.</summary>
    public async Task StartAsync(LoadBalancer balancer, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            using var admin = await ConnectAsync(balancer, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await container.RemoveAsync(listener, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>One that is too busy to answer is not replaced: it serves requests.</summary>
    private async Task<AdminConnection> ConnectAsync(LoadBalancer? balancer, CancellationToken cancellationToken)
    {
        if (_adminPort != 0 && await TryOpenAsync(cancellationToken) is { } open)
            return open;
        var idleTimeout = LoadBalancerAttributes.IdleTimeoutOf(balancer);
        try
        {
            _adminPort = await container.EnsureAsync(listener, idleTimeout, replace: false, cancellationToken);
            if (await WaitAsync(cancellationToken) is { } started)
                return started;
            _adminPort = await container.EnsureAsync(listener, idleTimeout, replace: true, cancellationToken);
            return await WaitAsync(cancellationToken)
                ?? throw CannotServe($"it does not answer. Its last lines: {string.Join(" | ", await container.LogAsync(listener, LinesToQuote, cancellationToken))}");
        }
        catch (Exception refused) when (refused is EngineException or TimeoutException)
        {
            throw CannotServe(refused.Message);
        }
    }

    private async Task<AdminConnection?> WaitAsync(CancellationToken cancellationToken)
    {
        var deadline = time.GetUtcNow() + Patience;
        while (_adminPort != 0 && time.GetUtcNow() < deadline)
        {
            if (await TryOpenAsync(cancellationToken) is { } open)
                return open;
            await Task.Delay(Pause, time, cancellationToken);
        }

        return null;
    }

    private async Task<AdminConnection?> TryOpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await AdminConnection.OpenAsync(_adminPort, container.Login, time, cancellationToken);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private async Task ApplyAsync(AdminConnection admin, ProxyPlan plan, CancellationToken cancellationToken)
    {
        var status = await admin.AskAsync(["show servers state", "slipway version", "show ssl cert", CertificateCommands.ShowList], cancellationToken);
        var commands = ProxyChanges.Between(ServerTable.Parse(status[0]), status[1], plan, status[2], status[3]);
        if (commands.Count == 0)
            return;
        var answers = await admin.AskAsync(commands, cancellationToken);
        foreach (var (command, answer) in commands.Zip(answers))
        {
            if (command.StartsWith("del server ", StringComparison.Ordinal))
                await RemoveServerAsync(admin, command, answer, plan, cancellationToken);
            else if (!IsDone(answer))
                throw CannotServe($"HAProxy refused '{command.Split('\n')[0]}': {answer}");
        }

        Applied(listener.Port, commands.Count);
    }

    private static bool IsDone(string answer) => answer is "" or "done"
        || answer.StartsWith("New server registered", StringComparison.Ordinal)
        || answer.StartsWith("Transaction created for certificate", StringComparison.Ordinal)
        || answer.StartsWith("Transaction aborted for certificate", StringComparison.Ordinal)
        || answer.StartsWith("New empty certificate store", StringComparison.Ordinal)
        || answer.EndsWith("Success!", StringComparison.Ordinal)
        || (answer.StartsWith("Entry ", StringComparison.Ordinal) && answer.Contains(" deleted in crtlist ", StringComparison.Ordinal))
        || (answer.StartsWith("Certificate ", StringComparison.Ordinal) && answer.EndsWith(" deleted!", StringComparison.Ordinal));

    private string? CertificateOf(Listener current) => current.CertificateArn is { } arn ? PemOf(arn) : null;

    private string PemOf(string arn) => (certificates.Find(arn) ?? throw CannotServe($"the certificate '{arn}' is gone")).Pem;

    /// <summary>Sessions that were shut down are gone a moment later. A server with requests that may end is left for the next time.</summary>
    private async Task RemoveServerAsync(AdminConnection admin, string command, string answer, ProxyPlan plan, CancellationToken cancellationToken)
    {
        var isCutOff = !plan.Registered.Contains(command[(command.IndexOf('/') + 1)..]);
        for (var attempt = 0; isCutOff && attempt < RemovalAttempts && answer.Contains("still has connections", StringComparison.Ordinal); attempt++)
        {
            await Task.Delay(RemovalPause, time, cancellationToken);
            answer = (await admin.AskAsync([command], cancellationToken))[0];
        }

        if (!answer.StartsWith("Server deleted", StringComparison.Ordinal))
            Left(listener.Port, command, answer);
    }

    private AwsErrorException CannotServe(string reason)
    {
        var isTaken = reason.Contains("address already in use", StringComparison.Ordinal) || reason.Contains("port is already allocated", StringComparison.Ordinal);
        var advice = isTaken ? $". Another program has port {listener.Port}: end it, or give the listener another port." : "";
        return new(isTaken ? "InvalidConfigurationRequest" : "ServiceUnavailable", $"LocalAws cannot serve the listener on 127.0.0.1:{listener.Port}: {reason}{advice}");
    }

    [LoggerMessage(LogLevel.Debug, "The listener on port {Port} is up to date: {Count} commands")]
    private partial void Applied(int port, int count);

    [LoggerMessage(LogLevel.Debug, "The listener on port {Port} keeps a server for now: {Command}: {Answer}")]
    private partial void Left(int port, string command, string answer);
}
