using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Secrets;

/// <summary>Parameter Store of Systems Manager: parameters with their versions and tags. Labels, policies and other parts of Systems Manager are not emulated.</summary>
internal sealed class ParameterStoreService(ParameterVault vault, ParameterChanges changes, ParameterView view) : IJsonService
{
    private const int LongestPath = 10;
    private const int LongestList = 50;
    private const int NamedAtOnce = 10;

    public string TargetPrefix => "AmazonSSM";

    public IReadOnlyList<string> Unsupported { get; } =
    [
        "DescribeParameters Shared",
        "PutParameter Policies",
    ];

    public Task<JsonObject> InvokeAsync(string operation, JsonObject request, CancellationToken cancellationToken) => operation switch
    {
        "PutParameter" => changes.PutAsync(request, cancellationToken),
        "DeleteParameter" => changes.DeleteAsync(request, cancellationToken),
        "DeleteParameters" => changes.DeleteSeveralAsync(request, cancellationToken),
        "AddTagsToResource" => changes.TagAsync(request, cancellationToken),
        "RemoveTagsFromResource" => changes.UntagAsync(request, cancellationToken),
        "ListTagsForResource" => changes.ListTagsAsync(request, cancellationToken),
        "GetParameter" => GetAsync(request, cancellationToken),
        "GetParameters" => GetSeveralAsync(request, cancellationToken),
        "GetParametersByPath" => GetByPathAsync(request, cancellationToken),
        "GetParameterHistory" => GetHistoryAsync(request, cancellationToken),
        "DescribeParameters" => DescribeAsync(request, cancellationToken),
        _ => throw AwsErrorException.UnknownOperation("Systems Manager", operation),
    };

    private async Task<JsonObject> GetAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var name = request.Text("Name") ?? "";
        return await FindAsync(name, request, cancellationToken) is { } parameter ? new() { ["Parameter"] = parameter } : throw ParameterChanges.NotFound(name);
    }

    private async Task<JsonObject> GetSeveralAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var names = request.Texts("Names");
        if (names.Count is 0 or > NamedAtOnce)
            throw ParameterChanges.Invalid($"1 validation error detected: Value '[{string.Join(", ", names)}]' at 'names' failed to satisfy constraint: Member must have length less than or equal to {NamedAtOnce}");
        var (found, missing) = (new JsonArray(), new JsonArray());
        foreach (var name in names)
        {
            if (await FindAsync(name, request, cancellationToken) is { } parameter)
                found.Add((JsonNode)parameter);
            else
                missing.Add((JsonNode)name);
        }

        return new() { ["Parameters"] = found, ["InvalidParameters"] = missing };
    }

    private async Task<JsonObject> GetByPathAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var path = request.Text("Path") ?? "";
        if (!path.StartsWith('/'))
            throw ParameterChanges.Invalid("The parameter path must begin with a forward slash (/).");
        var filters = ParameterFilter.All(request);
        var prefix = path.TrimEnd('/') + "/";
        var found = (await SortedAsync(cancellationToken)).Where(parameter => parameter.Name.StartsWith(prefix, StringComparison.Ordinal)
            && (request.Flag("Recursive") == true || !parameter.Name[prefix.Length..].Contains('/'))
            && filters(parameter));
        return ListPage.Of(request, "Parameters", [.. found], parameter => view.Value(parameter, parameter.Latest, Decrypts(request)), LongestPath, "InvalidNextToken");
    }

    private async Task<JsonObject> GetHistoryAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var name = request.Text("Name") ?? "";
        var (parameter, _) = await vault.FindAsync(name, cancellationToken) ?? throw ParameterChanges.NotFound(name);
        return ListPage.Of(request, "Parameters", parameter.Versions, version => view.History(parameter, version, Decrypts(request)), LongestList, "InvalidNextToken");
    }

    private async Task<JsonObject> DescribeAsync(JsonObject request, CancellationToken cancellationToken)
    {
        var filters = ParameterFilter.All(request);
        var found = (await SortedAsync(cancellationToken)).Where(filters);
        return ListPage.Of(request, "Parameters", [.. found], view.Metadata, LongestList, "InvalidNextToken");
    }

    private async Task<IEnumerable<Parameter>> SortedAsync(CancellationToken cancellationToken) =>
        (await vault.ReadAsync(cancellationToken)).Values.OrderBy(parameter => parameter.Name, StringComparer.Ordinal);

    private async Task<JsonObject?> FindAsync(string id, JsonObject request, CancellationToken cancellationToken)
    {
        if (await vault.FindAsync(id, cancellationToken) is not var (parameter, version))
            return null;
        var found = view.Value(parameter, version, Decrypts(request));
        // What was asked for beside the name: the version.
        if (id.EndsWith($":{version.Number}", StringComparison.Ordinal))
            found["Selector"] = $":{version.Number}";
        return found;
    }

    private static bool Decrypts(JsonObject request) => request.Flag("WithDecryption") == true;
}
