namespace Slipway.LocalAws.CodeDeploy.Resources;

/// <summary>What a deployment does next. Each phase can be started again after the process has died in it.</summary>
public enum DeploymentPhase
{
    /// <summary>Read the revision, and find service, task sets and target groups.</summary>
    Begin,

    /// <summary>Create the replacement task set and wait until it is steady.</summary>
    Install,

    /// <summary>Lead the test listener to the replacement.</summary>
    AllowTestTraffic,

    /// <summary>Wait for ContinueDeployment.</summary>
    ReadyWait,

    /// <summary>Shift production traffic, share by share.</summary>
    AllowTraffic,

    /// <summary>Leave the original task set for as long as the group says.</summary>
    TerminationWait,

    /// <summary>Delete the original task set.</summary>
    Terminate,

    /// <summary>Of a rollback: lead the traffic back to the original task set, and delete the replacement.</summary>
    Restore,

    Ended,
}
