namespace Slipway.Pipeline.Commands.Init;

/// <summary>A service of ECS and the cluster that it is in.</summary>
public sealed record EcsServiceName(string Cluster, string Service)
{
    /// <param name="text"><c>cluster/service</c>, which the command line has checked.</param>
    public static EcsServiceName Parse(string text) => new(text.Split('/')[0], text.Split('/')[1]);

    public override string ToString() => $"{Cluster}/{Service}";
}
