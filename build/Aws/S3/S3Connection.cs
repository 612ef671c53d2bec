using Amazon.Runtime;
using Amazon.S3;
using Slipway.Aws.Calls;

namespace Slipway.Aws.S3;

/// <summary>The SDK's S3 client, on our connection: our credentials, endpoint rules, HTTP handler and retries.</summary>
internal sealed class S3Connection : IDisposable
{
    public S3Connection(AwsConnection connection)
    {
        var config = new AmazonS3Config();
        SdkConfig.Apply(config, connection);
        var endpoint = Endpoints.Override(connection.Settings, "S3");
        IsOverridden = endpoint is not null;
        if (endpoint is not null)
        {
            config.ServiceURL = endpoint.ToString();
            config.AuthenticationRegion = connection.Region.SystemName;
            // A host of one's own has no host name for each bucket, and seldom the checksums that S3 has.
            config.ForcePathStyle = true;
            config.RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED;
            config.ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED;
        }

        Client = new AmazonS3Client(connection.Credentials, config);
    }

    public AmazonS3Client Client { get; }

    public bool IsOverridden { get; }

    public void Dispose() => Client.Dispose();
}
