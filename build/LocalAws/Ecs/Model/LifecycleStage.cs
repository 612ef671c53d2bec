namespace Slipway.LocalAws.Ecs.Model;

/// <summary>The <c>lifecycleStage</c> of a blue/green deployment, in their order. The ones in between are those of lifecycle hooks.</summary>
public enum LifecycleStage
{
    ScaleUp,
    TestTrafficShift,
    ProductionTrafficShift,
    BakeTime,
    CleanUp,
}
