
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Logs.Api;

/// <summary>The log groups, without what is in them.</summary>
internal sealed class LogGroups(StateStore state, TimeProvider time)
{
    /// <summary>By name.</summary>
    public async Task<IReadOnlyDictionary<string, LogGroup>> ReadAsync(CancellationToken cancellationToken) =>
        (await state.ReadAsync(LogState.StateName, LogJson.Default.LogState, cancellationToken)).Groups;

    /// <exception cref="AwsErrorException"><c>ResourceNotFoundException</c>.</exception>
    public async Task<LogGroup> GetAsync(string name, CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken)).GetValueOrDefault(name) ?? throw LogErrors.NoGroup();

    /// <exception cref="AwsErrorException"><c>ResourceAlreadyExistsException</c>.</exception>
    public Task CreateAsync(string name, Func<LogGroup, LogGroup> describe, CancellationToken cancellationToken) =>
        UpdateAsync(groups => groups.TryAdd(name, describe(new(name, time.GetUtcNow()))) ? 0 : throw LogErrors.GroupExists(), cancellationToken);

    public Task EnsureAsync(string name, CancellationToken cancellationToken) =>
        UpdateAsync(groups => groups.TryAdd(name, new(name, time.GetUtcNow())) ? 1 : 0, cancellationToken);

    /// <exception cref="AwsErrorException"><c>ResourceNotFoundException</c>.</exception>
    public Task ChangeAsync(string name, Func<LogGroup, LogGroup> change, CancellationToken cancellationToken) =>
        UpdateAsync(
            groups =>
            {
                groups[name] = change(groups.GetValueOrDefault(name) ?? throw LogErrors.NoGroup());
                return 0;
            },
            cancellationToken);

    /// <exception cref="AwsErrorException"><c>ResourceNotFoundException</c>.</exception>
    public Task RemoveAsync(string name, CancellationToken cancellationToken) =>
        UpdateAsync(groups => groups.Remove(name) ? 0 : throw LogErrors.NoGroup(), cancellationToken);

    private Task<LogState> UpdateAsync(Func<Dictionary<string, LogGroup>, int> change, CancellationToken cancellationToken) => state.UpdateAsync(
        LogState.StateName,
        LogJson.Default.LogState,
        before =>
        {
            change(before.Groups);
            return before;
        },
        cancellationToken);
}
