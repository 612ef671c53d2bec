using System.Text.Json.Nodes;
using Slipway.LocalAws.CodeDeploy.Resources;
using Slipway.LocalAws.Kernel.Protocol;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Slipway.LocalAws.CodeDeploy.Revisions;

/// <summary>A YAML document, JSON among them, as objects, arrays and texts: what its scalars mean is for the reader to say.</summary>
internal static class YamlDocument
{
    /// <summary>Aliases can make a small text large without end.</summary>
    private const int DeepestNesting = 50;

    /// <exception cref="AwsErrorException"><c>InvalidRevisionException</c>.</exception>
    public static JsonObject Read(string text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents is [{ RootNode: YamlMappingNode root }]
                ? (JsonObject)Convert(root, 0)!
                : throw NotWellFormed("It is not one mapping.");
        }
        catch (YamlException error)
        {
            throw NotWellFormed($"Line {error.Start.Line}: {error.Message}");
        }
    }

    private static JsonNode? Convert(YamlNode node, int depth) => node switch
    {
        _ when depth > DeepestNesting => throw NotWellFormed("It is nested too deeply."),
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(entry => KeyValuePair.Create(KeyOf(entry.Key), Convert(entry.Value, depth + 1)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(item => Convert(item, depth + 1))]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or "~" or "null" or "Null" or "NULL" } => null,
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw NotWellFormed("It has an alias where a value should be."),
    };

    private static string KeyOf(YamlNode key) => key is YamlScalarNode { Value: { Length: > 0 } name } ? name : throw NotWellFormed("A key is not a text.");

    private static AwsErrorException NotWellFormed(string why) =>
        CodeDeployErrors.InvalidRevision($"The AppSpec file must be valid JSON or YAML. {why}");
}
