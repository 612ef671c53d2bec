using System.Collections.Concurrent;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Aws.Permissions;
using Slipway.LocalAws.Kernel.State;

namespace Slipway.LocalAws.Kernel.Permissions;

/// <summary>
/// Records which actions on which resources were asked for, by others than the containers of tasks, each once: in <c>permissions.json</c> of the state directory, as
/// <c>{isComplete, uses}</c>, of which the latter is an array of <c>{principal, operation, action, resource, context}</c>. What was recorded before is added to. When the record is full, the log says so,
/// and it is not complete from then on.
/// </summary>
internal sealed partial class PermissionUses : IDisposable
{
    public const string FileName = "permissions.json";

    /// <summary>Ids of tasks and deployments are in resources: a LocalAws that runs for weeks is not to write a file without end.</summary>
    public const int Most = 2000;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _path;
    private readonly ILogger<PermissionUses> _log;
    private readonly ConcurrentDictionary<string, JsonObject> _known = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private bool _isComplete = true;

    public PermissionUses(LocalAwsOptions options, ILogger<PermissionUses> log)
    {
        _path = Path.Combine(options.StateDirectory, FileName);
        _log = log;
        if (!File.Exists(_path)) return;
        var before = JsonNode.Parse(File.ReadAllText(_path))!;
        _isComplete = (bool)before["isComplete"]!;
        foreach (var use in before["uses"]!.AsArray()) _known[use!.ToJsonString(Readable)] = (JsonObject)use.DeepClone();
    }

    /// <param name="principal">ARN of the user or role.</param>
    /// <param name="operation">As it was called; method and kind of what was asked for, where a protocol names no operation.</param>
    public async Task NoteAsync(string principal, string operation, IEnumerable<PermissionRequest> requests, CancellationToken cancellationToken)
    {
        var added = requests.Select(request => ToJson(principal, operation, request)).Select(use => (Text: use.ToJsonString(Readable), Use: use)).Where(use => !_known.ContainsKey(use.Text)).ToList();
        if (added.Count == 0 || !_isComplete) return;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (!_isComplete) return;
            foreach (var (text, use) in added)
            {
                if (_known.Count >= Most && !_known.ContainsKey(text)) _isComplete = false;
                else _known[text] = use;
            }

            if (!_isComplete) Full(Most, _path);
            var lines = _known.Keys.Order(StringComparer.Ordinal);
            await PrivateFile.WriteAsync(_path, Encoding.UTF8.GetBytes($"{{\"isComplete\":{(_isComplete ? "true" : "false")},\"uses\":[\n{string.Join(",\n", lines)}\n]}}\n"), cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    [LoggerMessage(LogLevel.Warning, "The record of used permissions is full, with {Count} uses: what is used from now on is not in it ({File}). Take this LocalAws down, and remove the file, to begin another.")]
    private partial void Full(int count, string file);

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
