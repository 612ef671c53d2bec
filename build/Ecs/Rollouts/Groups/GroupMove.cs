using Slipway.Aws;

namespace Slipway.Ecs.Rollouts.Groups;

/// <summary>A member of a group on its way.</summary>
internal sealed class GroupMove(GroupMember member, ServiceMove move)
{
    private readonly TaskCompletionSource<bool> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RolloutResult? _result;

    public GroupMember Member => member;

    public ServiceMove Move => move;

    public string Name => member.Name;

    public bool Changes => move.Unchanged is null;

    /// <summary>What it runs, or was told to run; null while it was not moved.</summary>
    public RolloutResult? Result => move.Unchanged ?? _result;

    /// <summary>Whether it runs the release, once its deployment has ended.</summary>
    public Task<bool> End => _end.Task;

    /// <summary>Why it does not run the release; null while nothing is wrong, and for one that was not moved.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Why it did not get back to what it had before; null while nothing is wrong.</summary>
    public Exception? BackFailure { get; private set; }

    /// <summary>Its deployment was ended because that of another service failed.</summary>
    public bool WasGivenUp { get; set; }

    /// <summary>Those that are moved before it.</summary>
    public IReadOnlyList<GroupMove> Earlier { get; set; } = [];

    /// <summary>Something has begun that brings it back.</summary>
    public bool IsGoingBack { get; private set; }

    /// <summary>It has again what it had before.</summary>
    public bool IsBack { get; set; }

    /// <summary>It has not what it had before, or nobody knows.</summary>
    public bool IsMoved => move.IsStarted && !IsBack;

    /// <summary>It has neither failed nor arrived: the deadline passed first.</summary>
    public bool IsOpen => Failure is RolloutException { Outcome: RolloutOutcome.StillInProgress };

    /// <summary>AWS refused to begin, so that nothing has changed.</summary>
    public bool WasRefused => Failure is AwsException && !move.HasDeployment;

    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            _result = await move.StartAsync(cancellation);
            if (member.Request.Follows) _result = await move.FollowAsync(cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Failure = failure;
            IsBack = failure is RolloutException { Outcome: RolloutOutcome.RolledBack } || WasRefused;
            if (IsBack && !WasRefused) await move.Back.RestoreSettingsAsync();
        }
    }

    /// <summary>Brings it back to what it had before. That it could not be is in <see cref="BackFailure"/>.</summary>
    public async Task GoBackAsync(CancellationToken cancellation)
    {
        try
        {
            await move.Back.GoAsync(() => IsGoingBack = true, cancellation);
            IsBack = true;
        }
        catch (Exception failure) when (failure is RolloutException or AwsException)
        {
            BackFailure = failure;
        }
    }

    /// <summary>Gives it back what it had, without waiting for that: the run was cancelled.</summary>
    public async Task TakeBackAsync(CancellationToken leaveAtOnce) => IsGoingBack = await move.TakeBackAsync(leaveAtOnce);

    /// <summary>Lets those continue that come after it.</summary>
    public void Close() => _end.TrySetResult(Failure is null && Result is not null);
}
