using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Slipway.Pipeline.Tests.Build.Gates;

/// <summary>
/// A small server that speaks SonarQube's API, as far as the gate asks for it: api/ce/task and api/qualitygates/project_status, with the errors and the examples that each
/// server documents at /web_api. It answers who brings the token as a bearer.
/// </summary>
internal sealed class SonarQubeAnswers : IDisposable
{
    public const string Token = "squ_planted0123456789";
    public const string Context = "/sonar";

    private readonly Queue<(int Status, string Text)> _tasks;
    private readonly (int Status, string Text) _gate;
    private readonly HttpListener _listener;
    private readonly Task _served;

    /// <param name="tasks">The answers to api/ce/task in their order; the last one stays.</param>
    public SonarQubeAnswers(IEnumerable<(int Status, string Text)> tasks, (int Status, string Text) gate)
    {
        (_tasks, _gate) = (new(tasks), gate);
        (_listener, Url) = Listen();
        _served = ServeAsync();
    }

    public string Url { get; }

    /// <summary>As <c>/path?query</c>.</summary>
    public List<string> Asked { get; } = [];

    public static (int Status, string Text) Task(string status, string more = "") =>
        (200, $$$"""{"task":{"id":"AVAn5RKqYwETbXvgas-I","type":"REPORT","componentKey":"shop","status":"{{{status}}}","submittedAt":"2026-03-02T09:00:00+0000"{{{more}}}}}""");

    public static (int Status, string Text) Processed { get; } = Task("SUCCESS", ""","analysisId":"AU-TpxcA-iU5OvuD2FL1","hasScannerContext":true""");

    public static (int Status, string Text) Gate(string status, string conditions = "") =>
        (200, $$$"""{"projectStatus":{"status":"{{{status}}}","ignoredConditions":false,"caycStatus":"compliant","conditions":[{{{conditions}}}],"periods":[]}}""");

    public static string Condition(string status, string metric, string comparator, string limit, string actual) =>
        $$"""{"status":"{{status}}","metricKey":"{{metric}}","comparator":"{{comparator}}","errorThreshold":"{{limit}}","actualValue":"{{actual}}"}""";

    public static (int Status, string Text) Error(int status, string message) => (status, $$"""{"errors":[{"msg":"{{message}}"}]}""");

    public void Dispose()
    {
        _listener.Close();
        _served.GetAwaiter().GetResult();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            var (status, text) = Answer(context.Request);
            context.Response.StatusCode = status;
            if (status is 301 or 302) context.Response.RedirectLocation = text;
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text));
            context.Response.Close();
        }
    }

    private (int Status, string Text) Answer(HttpListenerRequest request)
    {
        Asked.Add(request.Url!.PathAndQuery);
        if (request.Headers["Authorization"] != $"Bearer {Token}") return (401, "");
        return request.Url.AbsolutePath switch
        {
            $"{Context}/api/ce/task" => _tasks.Count > 1 ? _tasks.Dequeue() : _tasks.Peek(),
            $"{Context}/api/qualitygates/project_status" => _gate,
            var other => Error(404, $"Unknown url : {other}"),
        };
    }

    /// <summary>A port that is free may be taken before it is listened on.</summary>
    private static (HttpListener Listener, string Url) Listen()
    {
        while (true)
        {
            using var free = new TcpListener(IPAddress.Loopback, 0);
            free.Start();
            var url = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
            free.Stop();
            var listener = new HttpListener { Prefixes = { $"{url}/" } };
            try
            {
                listener.Start();
                return (listener, url);
            }
            catch (HttpListenerException)
            {
                listener.Close();
            }
        }
    }
}
