using System.Text.Json.Nodes;
using Slipway.Aws;
using Slipway.Testing;

namespace Slipway.Pipeline.Tests.Deployment.Checks;

/// <summary>An account whose registry has what a test says, as ECR would answer.</summary>
internal sealed class CheckedRegistry : IDisposable
{
    public const string Host = "111122223333.dkr.ecr.eu-west-2.amazonaws.com";
    public const string Digest = "sha256:1111111111111111111111111111111111111111111111111111111111111111";
    public const string Amd = "sha256:aaaa111111111111111111111111111111111111111111111111111111111111";
    public const string Arm = "sha256:bbbb111111111111111111111111111111111111111111111111111111111111";

    public const string TwoPlatforms =
        $"{{'manifests':[{{'digest':'{Amd}','platform':{{'os':'linux','architecture':'amd64'}}}},{{'digest':'{Arm}','platform':{{'os':'linux','architecture':'arm64'}}}},{{'digest':'sha256:0','platform':{{'os':'unknown','architecture':'unknown'}}}}]}}";

    public CheckedRegistry()
    {
        var token = Convert.ToBase64String("AWS:password"u8);
        Aws = new FakeAws().On("GetAuthorizationToken", AwsAnswer.Ok($"{{'authorizationData':[{{'authorizationToken':'{token}','proxyEndpoint':'https://{Host}'}}]}}"));
        Clients = AwsClients.Create(
            new() { Region = "eu-west-2", Endpoint = new("http://127.0.0.1:1"), AccessKeyId = "a", SecretAccessKey = new("s"), Limits = new() { Attempts = 1 } }, Aws);
    }

    public FakeAws Aws { get; }

    public AwsClients Clients { get; }

    /// <summary>Every image is there, with this manifest, written with ' for ".</summary>
    public CheckedRegistry Has(string manifest)
    {
        Aws.On("BatchGetImage", request => AwsAnswer.Ok(new JsonObject
        {
            ["images"] = new JsonArray(new JsonObject { ["imageId"] = request.Document["imageIds"]![0]!.DeepClone(), ["imageManifest"] = manifest.Replace('\'', '"') }),
        }));
        return this;
    }

    public void Dispose()
    {
        Clients.Dispose();
        Aws.Dispose();
    }
}
