using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Tests.Line;

namespace Slipway.Rehearsal.Tests.Failures;

/// <summary>
/// An ECR in front of LocalAws that says what LocalAws says, but for the password in its authorization tokens, which the registry does
/// not take. LocalAws on its own would notice that its registry has another password, and replace it.
/// </summary>
internal sealed class WrongTokens : IAsyncDisposable
{
    public const string Password = "not-the-password-of-the-registry";

    private readonly HttpListener _listener = new();
    private readonly HttpClient _http = new();
    private readonly Uri _behind;
    private readonly Task _serving;

    public WrongTokens(Uri behind)
    {
        _behind = behind;
        Endpoint = $"http://127.0.0.1:{LoopbackPort.Claim()}/";
        _listener.Prefixes.Add(Endpoint);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Endpoint { get; }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
        _http.Dispose();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            await AnswerAsync(context);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _behind) { Content = new StreamContent(context.Request.InputStream) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        foreach (var name in (string[])["X-Amz-Target", "X-Amz-Date", "Authorization"]) request.Headers.TryAddWithoutValidation(name, context.Request.Headers[name]);

        using var answer = await _http.SendAsync(request);
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        if (body["authorizationData"]?[0] is { } data) data["authorizationToken"] = Convert.ToBase64String(Encoding.UTF8.GetBytes($"AWS:{Password}"));

        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = "application/x-amz-json-1.1";
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body.ToJsonString()));
        context.Response.Close();
    }
}
