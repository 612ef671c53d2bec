
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.CodeDeploy.Resources;

/// <summary>The state on disk: what a call answered is there for the next process.</summary>
public sealed class CodeDeployStore(StateStore state)
{
    public Task<CodeDeployState> ReadAsync(CancellationToken cancellationToken) =>
        state.ReadAsync(CodeDeployState.StateName, CodeDeployJson.Default.CodeDeployState, cancellationToken);

    /// <summary>Changes it with nobody in between; nothing is written when <paramref name="change"/> throws.</summary>
    public Task<CodeDeployState> UpdateAsync(Func<CodeDeployState, CodeDeployState> change, CancellationToken cancellationToken) =>
        state.UpdateAsync(CodeDeployState.StateName, CodeDeployJson.Default.CodeDeployState, change, cancellationToken);
}
