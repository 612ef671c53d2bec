using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Scaling;

/// <summary>What Application Auto Scaling refuses. Codes are those of its API model (2016-02-06); sentences without "unconfirmed" beside them have been quoted by users.</summary>
internal static class ScalingErrors
{
    public static AwsErrorException Invalid(string message) => new("ValidationException", message);

    public static AwsErrorException Missing(string member) => Invalid($"1 validation error detected: Value null at '{member}' failed to satisfy constraint: Member must not be null");

    public static AwsErrorException NoService(string resourceId) => Invalid($"ECS service doesn't exist: {resourceId}");

    /// <summary>The sentence is unconfirmed.</summary>
    public static AwsErrorException NoCapacities() => Invalid("MinCapacity and MaxCapacity are required to register a new scalable target.");

    /// <summary>The sentence is unconfirmed.</summary>
    public static AwsErrorException WrongCapacities() => Invalid("Maximum capacity cannot be less than minimum capacity, and neither below 0.");

    public static AwsErrorException NotFound(string dimension, string resourceId) =>
        new("ObjectNotFoundException", $"No scalable target found for service namespace: ecs, resource ID: {resourceId}, scalable dimension: {dimension}");

    public static AwsErrorException InvalidToken() => new("InvalidNextTokenException", "The next token is not valid.");
}
