namespace Slipway.LocalAws.CodeDeploy.Resources;

/// <summary>A task set of a deployment, and its share of the production traffic.</summary>
/// <param name="Id">As in <c>ecs-svc/1234567890123456789</c>.</param>
/// <param name="TrafficWeight">Percent.</param>
public sealed record TaskSetShare(string Id, string TargetGroupArn, int TrafficWeight);
