using Slipway.Pipeline.Configuration.Errors;

namespace Slipway.Pipeline.Configuration.Rules;

/// <summary>What is wrong with a template's text.</summary>
internal sealed record TemplateMistake(ErrorCode Code, string Message);
