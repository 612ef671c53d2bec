using Slipway.Pipeline.Configuration.Schemas;

namespace Slipway.Pipeline.Configuration.Keys;

/// <summary>The keys of <c>artifacts</c>.</summary>
internal static class ArtifactKeys
{
    private static readonly Key<bool> ImageSpec = new(
        "imagespec", new BooleanSchema(), "`true`: imagedefinitions.json is written under the name imagespec.json, too, for pipelines that look for it there.")
    {
        Default = false,
    };

    private static readonly Key<ElasticBeanstalkSettings> ElasticBeanstalk =
        new("elasticBeanstalk", ElasticBeanstalkKeys.Shape, "An environment of Elastic Beanstalk with one container that takes the release, too: Dockerrun.aws.json and, with it inside, the bundle `{env}-beanstalk.zip` are written.");

    public static readonly ObjectSchema<ArtifactSettings> Shape = new([ImageSpec, ElasticBeanstalk], read => new(
        read.Of(ImageSpec), read.OrNull(ElasticBeanstalk), read.Place));
}
