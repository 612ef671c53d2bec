namespace Slipway.Ecs.Rollouts;

/// <summary>Shows how a rollout stands, for people who watch it.</summary>
public interface IRolloutView
{
    /// <summary>Called at each look at the service, also when nothing has changed.</summary>
    void Show(RolloutSnapshot look);

    /// <summary>Called once the deployment is not followed any longer, however it ended.</summary>
    void Close();
}
