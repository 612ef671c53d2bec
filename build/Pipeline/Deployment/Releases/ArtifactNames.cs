namespace Slipway.Pipeline.Deployment.Releases;

/// <summary>What the files of <c>artifacts/</c> are called. CodePipeline, CodeDeploy and Elastic Beanstalk look for most of them by these names.</summary>
internal static class ArtifactNames
{
    public const string Appspec = "appspec.yaml";
    public const string ImageDefinitions = "imagedefinitions.json";
    public const string ImageSpec = "imagespec.json";
    public const string ImageDetail = "imageDetail.json";
    public const string Dockerrun = "Dockerrun.aws.json";
    public const string Release = "release.json";

    private static readonly string[] Final = [Appspec, TaskDefinition("*"), ImageDefinitions, ImageSpec, ImageDetail, Dockerrun, Bundle("*"), Release];

    /// <summary>Search patterns, in <c>artifacts/</c> and in the folders of services, for all that any run can have written, for whichever environment, whole or not.</summary>
    public static IEnumerable<string> Patterns => Final.Concat(Final.Select(Unfinished));

    public static string TaskDefinition(string environment) => $"{environment}-taskdef.json";

    public static string Bundle(string environment) => $"{environment}-beanstalk.zip";

    /// <summary>Where a service has a file of this name.</summary>
    /// <param name="service">Null for the only one.</param>
    public static string Of(string? service, string name) => service is null ? name : $"{service}/{name}";

    /// <summary>The name until the file is whole.</summary>
    public static string Unfinished(string name) => name.LastIndexOf('/') is var end and >= 0 ? $"{name[..end]}/.{name[(end + 1)..]}.next" : $".{name}.next";
}
