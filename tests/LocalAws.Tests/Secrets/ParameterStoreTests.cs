using System.Text.Json.Nodes;
using Slipway.LocalAws.Tests.Testing;

namespace Slipway.LocalAws.Tests.Secrets;

public sealed class ParameterStoreTests
{
    [Test]
    public async Task A_parameter_has_versions_that_can_be_asked_for()
    {
        await using var server = await LocalAwsServer.StartAsync();
        await CallAsync(server, "PutParameter", """{"Name": "/shop/url", "Value": "one", "Type": "String"}""");

        var put = await CallAsync(server, "PutParameter", """{"Name": "/shop/url", "Value": "two", "Overwrite": true}""");
        var latest = await CallAsync(server, "GetParameter", """{"Name": "/shop/url"}""");
        var first = await CallAsync(server, "GetParameter", """{"Name": "/shop/url:1"}""");
        var history = await CallAsync(server, "GetParameterHistory", """{"Name": "/shop/url"}""");

        Assert.That(put.ToJsonString(), Is.EqualTo("""{"Version":2,"Tier":"Standard"}"""));
        Assert.That((Shown(latest["Parameter"]), Shown(first["Parameter"]), (string?)first["Parameter"]!["Selector"]), Is.EqualTo(("/shop/url String two 2", "/shop/url String one 1", ":1")));
        Assert.That(history["Parameters"]!.AsArray().Select(Shown), Is.EqualTo(new[] { "/shop/url String one 1", "/shop/url String two 2" }));
    }

    [Test]
    public async Task A_SecureString_is_cipher_text_for_who_does_not_ask_for_decryption()
    {
        await using var server = await LocalAwsServer.StartAsync();
        await CallAsync(server, "PutParameter", """{"Name": "token", "Value": "t0ken", "Type": "SecureString"}""");

        var hidden = await CallAsync(server, "GetParameter", """{"Name": "token"}""");
        var shown = await CallAsync(server, "GetParameter", """{"Name": "token", "WithDecryption": true}""");

        Assert.That(hidden.ToJsonString(), Does.Not.Contain("t0ken"));
        Assert.That((string?)shown["Parameter"]!["Value"], Is.EqualTo("t0ken"));
    }

    [Test]
    public async Task Parameters_are_found_below_a_path()
    {
        await using var server = await LocalAwsServer.StartAsync();
        foreach (var name in new[] { "/shop/b", "/shop/a", "/shop/db/password", "/shopping", "plain" })
            await CallAsync(server, "PutParameter", $$"""{"Name": "{{name}}", "Value": "x", "Type": "String"}""");

        var level = await CallAsync(server, "GetParametersByPath", """{"Path": "/shop"}""");
        var below = await CallAsync(server, "GetParametersByPath", """{"Path": "/shop/", "Recursive": true, "MaxResults": 2}""");
        var rest = await CallAsync(server, "GetParametersByPath", $$"""{"Path": "/shop/", "Recursive": true, "MaxResults": 2, "NextToken": "{{below["NextToken"]}}"}""");
        var described = await CallAsync(server, "DescribeParameters", """{"ParameterFilters": [{"Key": "Name", "Option": "BeginsWith", "Values": ["/shop"]}]}""");

        Assert.That(
            (Names(level), Names(below), Names(rest), Names(described)),
            Is.EqualTo(("/shop/a /shop/b", "/shop/a /shop/b", "/shop/db/password", "/shop/a /shop/b /shop/db/password /shopping")));
    }

    [Test]
    public async Task Tags_are_kept_beside_a_parameter()
    {
        await using var server = await LocalAwsServer.StartAsync();
        await CallAsync(server, "PutParameter", """{"Name": "a", "Value": "x", "Type": "String", "Tags": [{"Key": "one", "Value": "1"}]}""");
        await CallAsync(server, "AddTagsToResource", """{"ResourceType": "Parameter", "ResourceId": "a", "Tags": [{"Key": "two", "Value": "2"}]}""");
        await CallAsync(server, "RemoveTagsFromResource", """{"ResourceType": "Parameter", "ResourceId": "a", "TagKeys": ["one"]}""");

        var tags = await CallAsync(server, "ListTagsForResource", """{"ResourceType": "Parameter", "ResourceId": "a"}""");

        Assert.That(tags.ToJsonString(), Is.EqualTo("""{"TagList":[{"Key":"two","Value":"2"}]}"""));
    }

    [Test]
    public async Task Deleted_parameters_are_not_found()
    {
        await using var server = await LocalAwsServer.StartAsync();
        await CallAsync(server, "PutParameter", """{"Name": "a", "Value": "x", "Type": "String"}""");

        var deleted = await CallAsync(server, "DeleteParameters", """{"Names": ["a", "b"]}""");
        var found = await CallAsync(server, "GetParameters", """{"Names": ["a"]}""");

        Assert.That(deleted.ToJsonString(), Is.EqualTo("""{"DeletedParameters":["a"],"InvalidParameters":["b"]}"""));
        Assert.That(found.ToJsonString(), Is.EqualTo("""{"Parameters":[],"InvalidParameters":["a"]}"""));
    }

    [TestCase("PutParameter", """{"Name": "new", "Value": "x"}""", "400 ValidationException: A parameter type is required when you create a parameter.")]
    [TestCase("PutParameter", """{"Name": "old", "Value": "x", "Type": "String"}""", "400 ParameterAlreadyExists: The parameter already exists. To overwrite this value, set the overwrite option in the request to true.")]
    [TestCase("PutParameter", """{"Name": "new", "Value": "x", "Type": "String", "AllowedPattern": "^[0-9]+$"}""", "400 ParameterPatternMismatchException: Parameter value, cannot be validated against allowedPattern: ^[0-9]+$")]
    [TestCase("PutParameter", """{"Name": "new", "Value": "x", "Type": "Number"}""", "400 ValidationException: 1 validation error detected: Value 'Number' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [String, StringList, SecureString]")]
    [TestCase("GetParameter", """{"Name": "none"}""", "400 ParameterNotFound: Parameter none not found.")]
    [TestCase("GetParameter", """{"Name": "old:9"}""", "400 ParameterVersionNotFound: Systems Manager could not find version 9 of old. Verify the version and try again.")]
    [TestCase("DeleteParameter", """{"Name": "none"}""", "400 ParameterNotFound: Parameter none not found.")]
    [TestCase("GetParametersByPath", """{"Path": "shop"}""", "400 ValidationException: The parameter path must begin with a forward slash (/).")]
    [TestCase("DescribeParameters", """{"ParameterFilters": [{"Key": "Colour"}]}""", "400 InvalidFilterKey: The filter key 'Colour' is not one of Name, Path, Type, KeyId, Tier, DataType and tag:KEY.")]
    [TestCase("DescribeParameters", """{"NextToken": "x"}""", "400 InvalidNextToken: The specified token is not valid.")]
    public async Task A_call_is_refused_in_the_words_of_Systems_Manager(string operation, string request, string message)
    {
        await using var server = await LocalAwsServer.StartAsync();
        await CallAsync(server, "PutParameter", """{"Name": "old", "Value": "x", "Type": "String"}""");

        var refused = await server.Client.RefusedAsync($"AmazonSSM.{operation}", request);

        Assert.That(refused, Is.EqualTo(message));
    }

    private static Task<JsonObject> CallAsync(LocalAwsServer server, string operation, string request) => server.Client.SucceedAsync($"AmazonSSM.{operation}", request);

    private static string Shown(JsonNode? parameter) => $"{parameter!["Name"]} {parameter["Type"]} {parameter["Value"]} {parameter["Version"]}";

    private static string Names(JsonObject answer) => string.Join(' ', answer["Parameters"]!.AsArray().Select(parameter => (string)parameter!["Name"]!));
}
