using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Foundation.Failures;

namespace Slipway.Pipeline.Build.Gates;

/// <summary>
/// The web API of SonarQube Server and SonarQube Cloud, as far as a quality gate needs it. Each server documents it at <c>/web_api</c>; how a token is sent:
/// https://docs.sonarsource.com/sonarqube-server/extension-guide/web-api
/// </summary>
internal sealed class SonarQubeServer(SonarQubeSettings settings, string token)
{
    // What a redirection names must not get the token.
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary><c>GET api/ce/task</c></summary>
    public async Task<SonarQubeTask> GetTaskAsync(string id, CancellationToken cancellation)
    {
        var task = (await GetAsync($"api/ce/task?id={Uri.EscapeDataString(id)}", cancellation))["task"];
        return new(Status(task, "api/ce/task"), SarifReader.Text(task!["analysisId"]), SarifReader.Text(task["errorMessage"]));
    }

    /// <summary><c>GET api/qualitygates/project_status</c></summary>
    public async Task<QualityGateState> GetQualityGateAsync(string analysis, CancellationToken cancellation)
    {
        var project = (await GetAsync($"api/qualitygates/project_status?analysisId={Uri.EscapeDataString(analysis)}", cancellation))["projectStatus"];
        var conditions = project?["conditions"] as JsonArray ?? [];
        return new(Status(project, "api/qualitygates/project_status"), [.. conditions.Select(condition => new QualityGateCondition(
            SarifReader.Text(condition?["status"]) ?? "", SarifReader.Text(condition?["metricKey"]) ?? "", SarifReader.Text(condition?["comparator"]) ?? "",
            SarifReader.Text(condition?["errorThreshold"]), SarifReader.Text(condition?["actualValue"])))]);
    }

    /// <summary>Null when the server does not answer or is busy, which another question may find otherwise.</summary>
    /// <param name="tell">Gets the reason.</param>
    public async Task<T?> TryAsync<T>(Func<Task<T>> ask, Action<string> tell)
        where T : class
    {
        try
        {
            return await ask();
        }
        catch (HttpRequestException failure)
        {
            tell(failure.Message);
        }
        catch (TaskCanceledException slow) when (slow.InnerException is TimeoutException)
        {
            tell($"{settings.Url} does not answer within {Http.Timeout.TotalSeconds:0} s");
        }

        return null;
    }

    private async Task<JsonObject> GetAsync(string path, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{settings.Url}/{path}") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        using var response = await Http.SendAsync(request, cancellation);
        var text = await response.Content.ReadAsStringAsync(cancellation);
        if (response.StatusCode == HttpStatusCode.OK) return Json(text) ?? throw Refused(path, "answers with no JSON. Is this the server, with its context path?");
        if ((int)response.StatusCode >= 500 || response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout)
            throw new HttpRequestException($"{settings.Url} answers {(int)response.StatusCode} to {Name(path)}");
        throw response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => Refused(path, $"does not accept the token in {settings.Token}. It may have expired: make a new one on the server."),
            HttpStatusCode.Forbidden => Refused(path, $"refuses the token in {settings.Token}. Its owner needs 'Browse' or 'Execute Analysis' on project '{settings.Project}'."),
            HttpStatusCode.NotFound => Refused(path, $"answers 404{Reason(text)}. Is this the server that the scanner has sent its analysis to, with its context path?"),
            _ => Refused(path, $"answers {(int)response.StatusCode}{(response.Headers.Location is { } other ? $" and sends to {other.GetLeftPart(UriPartial.Path)}" : "")}{Reason(text)}. Correct 'url'."),
        };
    }

    private string Status(JsonNode? owner, string path) => SarifReader.Text(owner?["status"]) ?? throw Refused(path, "answers without a 'status'. Is this SonarQube?");

    private RunFailedException Refused(string path, string what) => new(ExitCodes.Prerequisite, $"{settings.Place}: {settings.Url} ({Name(path)}) {what}");

    /// <summary><c>{"errors":[{"msg":"…"}]}</c></summary>
    private static string Reason(string text) => SarifReader.Text(Json(text)?["errors"] is JsonArray { Count: > 0 } errors ? errors[0]?["msg"] : null) is { } reason ? $": {reason.TrimEnd('.')}" : "";

    private static JsonObject? Json(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Name(string path) => path.Split('?')[0];
}
