using Cake.Core;

namespace Cake.Frosting;

/// <summary>
/// A task of the build. Derive from <see cref="FrostingTask{T}"/> or <see cref="AsyncFrostingTask{T}"/>: any other implementation is refused.
/// A task has only the handlers that it overrides; one that overrides no <c>Run</c> only gathers its dependencies.
/// </summary>
public interface IFrostingTask
{
    /// <summary>
    /// Why the task is skipped when <see cref="ShouldRun"/> says no; read once, at registration. To replace it a task lists
    /// <see cref="IFrostingTask"/> again among its bases.
    /// </summary>
    string SkippedMessage => string.Empty;

    Task RunAsync(ICakeContext context);

    bool ShouldRun(ICakeContext context);

    void OnError(Exception exception, ICakeContext context);

    void Finally(ICakeContext context);
}
