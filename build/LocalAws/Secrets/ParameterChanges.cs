using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Secrets;

/// <summary>The operations of Parameter Store that change something.</summary>
internal sealed partial class ParameterChanges(ParameterVault vault, TimeProvider time)
{
    private const int LongestStandard = 4096;
    private const int LongestAdvanced = 8192;

    private static readonly string[] Types = ["String", "StringList", "SecureString"];

    public async Task<JsonObject> PutAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var name = request.Text("Name") ?? "";
        if (!ValidName().IsMatch(name))
            throw Invalid("Parameter name: can't be prefixed with \"aws\" or \"ssm\" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_");
        if (request.Text("Type") is { } type && !Types.Contains(type))
            throw Invalid($"1 validation error detected: Value '{type}' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [{string.Join(", ", Types)}]");
        var put = await vault.ChangeAsync(name, before => Put(before, name, request), cancellationToken);
        return new() { ["Version"] = put.Latest.Number, ["Tier"] = put.Tier };
    }

    public async Task<JsonObject> DeleteAsync(JsonObject request, CancellationToken cancellationToken) =>
        await TryDeleteAsync(request.Text("Name") ?? "", cancellationToken) ? [] : throw NotFound(request.Text("Name") ?? "");

    public async Task<JsonObject> DeleteSeveralAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var (deleted, missing) = (new JsonArray(), new JsonArray());
        foreach (var name in request.Texts("Names"))
            (await TryDeleteAsync(name, cancellationToken) ? deleted : missing).Add((JsonNode)name);
        return new() { ["DeletedParameters"] = deleted, ["InvalidParameters"] = missing };
    }

    public async Task<JsonObject> TagAsync(JsonObject request, CancellationToken cancellationToken)
    {
        await ChangeTagsAsync(request, tags => TagList.Merge(tags, request.Objects("Tags")), cancellationToken);
        return [];
    }

    public async Task<JsonObject> UntagAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var keys = request.Texts("TagKeys");
        await ChangeTagsAsync(request, tags => tags.Where(tag => !keys.Contains(tag.Key)).ToDictionary(), cancellationToken);
        return [];
    }

    public async Task<JsonObject> ListTagsAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var parameter = (await vault.ReadAsync(cancellationToken)).GetValueOrDefault(Tagged(request)) ?? throw UnknownResource(request);
        return new() { ["TagList"] = TagList.Of(parameter.Tags) };
    }

    public static AwsErrorException NotFound(string name) => new("ParameterNotFound", $"Parameter {name} not found.");

    public static AwsErrorException Invalid(string message) => new("ValidationException", message);

    private Parameter Put(Parameter? before, string name, JsonObject request)
    {
        var overwrites = request.Flag("Overwrite") == true;
        if (before is not null && !overwrites)
            throw new AwsErrorException("ParameterAlreadyExists", "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.");
        if (overwrites && request.Objects("Tags").Count > 0)
            throw Invalid("Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.");
        var parameter = Described(before ?? new(name) { Tags = TagList.Merge([], request.Objects("Tags")) }, request);
        var type = request.Text("Type") ?? before?.Latest.Type ?? throw Invalid("A parameter type is required when you create a parameter.");
        var value = CheckValue(parameter, request.Text("Value"));
        return parameter.With(new((before?.Latest.Number ?? 0) + 1, type, value, time.GetUtcNow()));
    }

    private static Parameter Described(Parameter parameter, JsonObject request) => parameter with
    {
        Description = request.Text("Description") ?? parameter.Description,
        AllowedPattern = request.Text("AllowedPattern") ?? parameter.AllowedPattern,
        KeyId = request.Text("KeyId") ?? parameter.KeyId,
        DataType = request.Text("DataType") ?? parameter.DataType,
        Tier = request.Text("Tier") switch
        {
            null => parameter.Tier,
            "Intelligent-Tiering" => request.Text("Value")?.Length > LongestStandard ? "Advanced" : "Standard",
            var tier => tier,
        },
    };

    private static string CheckValue(Parameter parameter, string? value)
    {
        if (string.IsNullOrEmpty(value))
            throw Invalid("1 validation error detected: Value at 'value' failed to satisfy constraint: Member must not be null or empty.");
        if (parameter.Tier == "Standard" && value.Length > LongestStandard)
            throw Invalid($"Standard tier parameters support a maximum parameter value of {LongestStandard} characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html");
        if (value.Length > LongestAdvanced)
            throw Invalid($"Advanced tier parameters support a maximum parameter value of {LongestAdvanced} characters.");
        if (parameter.AllowedPattern is { Length: > 0 } pattern && !Regex.IsMatch(value, pattern, RegexOptions.None, TimeSpan.FromSeconds(1)))
            throw new AwsErrorException("ParameterPatternMismatchException", $"Parameter value, cannot be validated against allowedPattern: {pattern}");
        return value;
    }

    private async Task<bool> TryDeleteAsync(string name, CancellationToken cancellationToken)
    {
        if (!(await vault.ReadAsync(cancellationToken)).ContainsKey(name))
            return false;
        await vault.ChangeAsync(name, _ => new(name) { Deleted = true }, cancellationToken);
        return true;
    }

    private Task<Parameter> ChangeTagsAsync(JsonObject request, Func<Dictionary<string, string>, Dictionary<string, string>> change, CancellationToken cancellationToken) =>
        vault.ChangeAsync(Tagged(request), before => before is null ? throw UnknownResource(request) : before with { Tags = change(before.Tags) }, cancellationToken);

    private static string Tagged(JsonObject request) =>
        request.Text("ResourceType") is "Parameter" or null ? request.Text("ResourceId") ?? "" : throw AwsErrorException.NotImplemented($"tags of Systems Manager's {request.Text("ResourceType")}");

    private static AwsErrorException UnknownResource(JsonObject request) =>
        new("InvalidResourceId", $"The resource ID '{request.Text("ResourceId")}' is not valid. Verify that you entered the correct ID and try again.");

    [GeneratedRegex("^(?!/?(?:[aA][wW][sS]|[sS][sS][mM]))/?[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)*$")]
    private static partial Regex ValidName();
}
