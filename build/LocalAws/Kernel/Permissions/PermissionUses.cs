using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Aws.Permissions;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Kernel.Permissions;

/// <summary>
/// Records which actions on which resources were asked for, by others than the containers of tasks, each once: in <c>permissions.json</c> of the state directory, as an array of
/// <c>{principal, operation, action, resource, context}</c>. What was recorded before is added to.
/// </summary>
internal sealed class PermissionUses : IDisposable
{
    public const string FileName = "permissions.json";

    /// <summary>Ids of tasks and deployments are in resources: a LocalAws that runs for weeks is not to write a file without end.</summary>
    private const int Most = 2000;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _path;
    private readonly ConcurrentDictionary<string, JsonObject> _known = new();
    private readonly SemaphoreSlim _turn = new(1, 1);

    public PermissionUses(LocalAwsOptions options)
    {
        _path = Path.Combine(options.StateDirectory, FileName);
        if (!File.Exists(_path)) return;
        foreach (var use in JsonNode.Parse(File.ReadAllText(_path))!.AsArray()) _known[use!.ToJsonString(Readable)] = (JsonObject)use.DeepClone();
    }

    /// <param name="principal">ARN of the user or role.</param>
    /// <param name="operation">As it was called; method and kind of what was asked for, where a protocol names no operation.</param>
    public async Task NoteAsync(string principal, string operation, IEnumerable<PermissionRequest> requests, CancellationToken cancellationToken)
    {
        var isNew = false;
        foreach (var use in requests.Select(request => ToJson(principal, operation, request)))
            isNew |= _known.Count < Most && _known.TryAdd(use.ToJsonString(Readable), use);
        if (!isNew) return;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var lines = _known.Keys.Order(StringComparer.Ordinal);
            await PrivateFile.WriteAsync(_path, System.Text.Encoding.UTF8.GetBytes($"[\n{string.Join(",\n", lines)}\n]\n"), cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private static JsonObject ToJson(string principal, string operation, PermissionRequest request) => new()
    {
        ["principal"] = principal,
        ["operation"] = operation,
        ["action"] = request.Action,
        ["resource"] = request.Resource,
        ["context"] = new JsonObject(request.Context.OrderBy(key => key.Key, StringComparer.Ordinal)
            .Select(key => KeyValuePair.Create<string, JsonNode?>(key.Key, new JsonArray([.. key.Value.Select(value => JsonValue.Create(value))])))),
    };
}
