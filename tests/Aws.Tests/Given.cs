using Slipway.Testing;

namespace Slipway.Aws.Tests;

/// <summary>Clients of a fake AWS.</summary>
internal static class Given
{
    public const string SecretKey = "wJalrXUtnFEMI-a-secret-key-of-no-account";

    public static readonly AwsSettings Settings = new()
    {
        Region = "eu-west-2",
        Endpoint = new Uri("http://127.0.0.1:1"),
        AccessKeyId = "AKIDOFNOACCOUNT",
        SecretAccessKey = new Secret(SecretKey),
    };

    public static AwsClients Clients(FakeAws aws, TimeProvider? time = null) => AwsClients.Create(Settings, aws, time);
}
