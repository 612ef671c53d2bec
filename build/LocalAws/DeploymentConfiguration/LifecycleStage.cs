namespace Slipway.LocalAws.DeploymentConfiguration;

/// <summary>
/// The stages of a blue/green deployment, in their order. Lifecycle hooks are between the others: at RECONCILE_SERVICE, and at those that begin with PRE and POST.
/// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html
/// </summary>
public enum LifecycleStage
{
    /// <summary>Only where more than the source's revision runs when the deployment begins.</summary>
    ReconcileService,

    PreScaleUp,
    ScaleUp,
    PostScaleUp,
    TestTrafficShift,
    PostTestTrafficShift,

    /// <summary>Before each step of a canary or linear shift.</summary>
    PreProductionTrafficShift,

    ProductionTrafficShift,
    PostProductionTrafficShift,
    BakeTime,
    CleanUp,
}
