using System.Text.Json.Nodes;
using Slipway.Aws.Tests.Servers;

namespace Slipway.Aws.Tests.Contracts;

[TestFixtureSource(typeof(AwsServers), nameof(AwsServers.All))]
public sealed class SecretsContract(AwsServer server) : AwsContract(server)
{
    [Test]
    public async Task A_secret_is_found_by_name_and_by_arn_and_its_last_value_counts()
    {
        var name = Unique("shop/database");
        var manager = Aws.Json(AwsService.SecretsManager);
        var created = await manager.InvokeAsync("CreateSecret", new() { ["Name"] = name, ["SecretString"] = "first", ["ClientRequestToken"] = Token() }, default);
        await manager.InvokeAsync("PutSecretValue", new() { ["SecretId"] = name, ["SecretString"] = "{\"a\":1}", ["ClientRequestToken"] = Token() }, default);

        var byName = await Aws.Secrets.GetAsync(name, default);
        var byArn = await Aws.Secrets.GetAsync((string)created["ARN"]!, default);

        Assert.That((byName.Reveal(), byArn.Reveal()), Is.EqualTo(("{\"a\":1}", "{\"a\":1}")));
    }

    [Test]
    public async Task A_parameter_is_found_by_name_and_by_arn()
    {
        var name = "/" + Unique("shop/token");
        await Aws.Json(AwsService.ParameterStore).InvokeAsync("PutParameter", new() { ["Name"] = name, ["Value"] = "t0ken", ["Type"] = "SecureString" }, default);
        var account = (await Aws.Identity.GetCallerIdentityAsync(default)).Account;

        var byName = await Aws.Parameters.GetAsync(name, default);
        var byArn = await Aws.Parameters.GetAsync($"arn:aws:ssm:{Aws.Region}:{account}:parameter{name}", default);

        Assert.That((byName.Reveal(), byArn.Reveal()), Is.EqualTo(("t0ken", "t0ken")));
    }

    [Test]
    public async Task What_is_not_there_is_not_found()
    {
        var secret = await Assert.ThrowsAsync<AwsException>(() => Aws.Secrets.GetAsync(Unique("none"), default));
        var parameter = await Assert.ThrowsAsync<AwsException>(() => Aws.Parameters.GetAsync("/" + Unique("none"), default));

        Assert.That((secret!.Code, secret.Kind), Is.EqualTo(("ResourceNotFoundException", AwsFailure.NotFound)));
        Assert.That((parameter!.Code, parameter.Kind), Is.EqualTo(("ParameterNotFound", AwsFailure.NotFound)));
    }

    private static JsonNode Token() => Guid.NewGuid().ToString();
}
