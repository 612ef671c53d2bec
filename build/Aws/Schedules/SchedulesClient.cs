using System.Text.Json.Nodes;

namespace Slipway.Aws.Schedules;

/// <summary>
/// Amazon EventBridge Scheduler, in documents, so that members that nobody here knows pass through. https://docs.aws.amazon.com/scheduler/latest/APIReference/
/// </summary>
public sealed class SchedulesClient
{
    private readonly AwsRestClient _rest;

    internal SchedulesClient(AwsRestClient rest) => _rest = rest;

    /// <summary>The schedule's document; null when there is none, or no such group.</summary>
    public async Task<JsonObject?> FindAsync(string group, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await _rest.InvokeAsync("GetSchedule", HttpMethod.Get, $"schedules/{Escaped(name)}?groupName={Escaped(group)}", body: null, cancellationToken);
        }
        catch (AwsException missing) when (missing.Kind == AwsFailure.NotFound)
        {
            return null;
        }
    }

    /// <summary>Creates a schedule, once: a try that is repeated has the same token.</summary>
    /// <param name="definition">With the members of the request, but for the name.</param>
    /// <exception cref="AwsException">with code <c>ConflictException</c> when there is one of the name, <c>ResourceNotFoundException</c> when there is no such group, among others</exception>
    public Task CreateAsync(string name, JsonObject definition, CancellationToken cancellationToken) =>
        _rest.InvokeAsync("CreateSchedule", HttpMethod.Post, $"schedules/{Escaped(name)}", WithToken(definition), cancellationToken);

    /// <summary>Replaces a schedule: what the definition leaves out gets its default, whatever it was before.</summary>
    public Task UpdateAsync(string name, JsonObject definition, CancellationToken cancellationToken) =>
        _rest.InvokeAsync("UpdateSchedule", HttpMethod.Put, $"schedules/{Escaped(name)}", WithToken(definition), cancellationToken);

    /// <summary>Deletes a schedule; it is no failure when there is none.</summary>
    public async Task DeleteAsync(string group, string name, CancellationToken cancellationToken)
    {
        try
        {
            await _rest.InvokeAsync("DeleteSchedule", HttpMethod.Delete, $"schedules/{Escaped(name)}?clientToken={Token()}&groupName={Escaped(group)}", body: null, cancellationToken);
        }
        catch (AwsException missing) when (missing.Kind == AwsFailure.NotFound)
        {
            // That is what was wanted.
        }
    }

    /// <summary>Whether there is a group of the name.</summary>
    public async Task<bool> HasGroupAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await _rest.InvokeAsync("GetScheduleGroup", HttpMethod.Get, $"schedule-groups/{Escaped(name)}", body: null, cancellationToken);
            return true;
        }
        catch (AwsException missing) when (missing.Kind == AwsFailure.NotFound)
        {
            return false;
        }
    }

    /// <summary>Makes a group, or leaves the one that is there.</summary>
    public async Task EnsureGroupAsync(string name, CancellationToken cancellationToken)
    {
        if (await HasGroupAsync(name, cancellationToken)) return;
        await _rest.InvokeAsync("CreateScheduleGroup", HttpMethod.Post, $"schedule-groups/{Escaped(name)}", new() { ["ClientToken"] = Token() }, cancellationToken);
    }

    private static JsonObject WithToken(JsonObject definition)
    {
        var request = definition.DeepClone().AsObject();
        request["ClientToken"] = Token();
        return request;
    }

    private static string Token() => Guid.NewGuid().ToString("n");

    private static string Escaped(string text) => Uri.EscapeDataString(text);
}
