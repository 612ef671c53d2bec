using Slipway.Pipeline.Configuration.Rules;
using Slipway.Pipeline.Configuration.Schemas;

namespace Slipway.Pipeline.Configuration.Keys;

/// <summary>The keys of <c>artifacts.elasticBeanstalk</c>.</summary>
internal static class ElasticBeanstalkKeys
{
    private static readonly Key<string> Image = new("image", new TextSchema(TextRules.ComposeService), "The image that runs: a service under `images`.")
    {
        IsRequired = true,
        Example = "app",
    };

    private static readonly Key<int> Port = new("port", new NumberSchema(1, 65535), "The port that its container listens on.")
    {
        IsRequired = true,
        Example = 9000,
    };

    private static readonly Key<string> Ebextensions = new(
        "ebextensions", new TextSchema(TextRules.Path), "The folder with Elastic Beanstalk's own configuration files, which is `.ebextensions` in the bundle. Where the key is written it must be there; no link in it may lead out of the repository, and no file of `secrets` may be in it.")
    {
        Default = ".ebextensions",
    };

    public static readonly ObjectSchema<ElasticBeanstalkSettings> Shape = new([Image, Port, Ebextensions], read => new(
        read.Of(Image), read.Of(Port), read.Of(Ebextensions), read.Place));
}
