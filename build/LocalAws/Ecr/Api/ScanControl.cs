using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Lifetime;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecr.Api;

/// <summary>
/// LocalAws's own call that says what a scan has found: <c>repositoryName</c>, <c>imageId</c>, and <c>imageScanStatus</c> and
/// <c>imageScanFindings</c> as DescribeImageScanFindings answers them.
/// </summary>
internal sealed class ScanControl(ScanCalls scans, Teardown takedown) : IProtocol
{
    public const string Path = "/_slipway/ecr/scan-findings";

    public bool Accepts(HttpRequest request) => !takedown.HasBegun && HttpMethods.IsPost(request.Method) && request.Path == Path;

    public async Task HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        try
        {
            var request = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: cancellationToken) as JsonObject
                ?? throw new AwsErrorException("SerializationException", "The body is not a JSON object.");
            await JsonProtocol.WriteAsync(context.Response, await scans.SetAsync(request, cancellationToken), JsonProtocol.PlainContentType, cancellationToken);
        }
        catch (JsonException error)
        {
            throw new AwsErrorException("SerializationException", $"The body is not JSON: {error.Message}");
        }
    }

    public Task WriteErrorAsync(HttpContext context, AwsErrorException error, CancellationToken cancellationToken) =>
        JsonProtocol.WriteErrorAsync(context.Response, error, JsonProtocol.PlainContentType, cancellationToken);
}
