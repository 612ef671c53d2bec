using Slipway.Yaml;

namespace Slipway.Pipeline.Configuration;

/// <summary>A bundle for an Elastic Beanstalk environment with one container.</summary>
/// <param name="Image">A service under <c>images</c>.</param>
/// <param name="Port">That the container listens on.</param>
/// <param name="Ebextensions">A folder inside the repository. Default: <c>.ebextensions</c>.</param>
public sealed record ElasticBeanstalkSettings(string Image, int Port, string Ebextensions, Place Place);
