using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration;

/// <summary>What is written to <c>artifacts/</c> beside the files that always are.</summary>
/// <param name="ImageSpec">Write imagedefinitions.json under the name imagespec.json, too.</param>
/// <param name="ElasticBeanstalk">Null when nothing is written for Elastic Beanstalk.</param>
public sealed record ArtifactSettings(bool ImageSpec, ElasticBeanstalkSettings? ElasticBeanstalk, Place Place);
