using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Schedules.Resources;

/// <summary>What EventBridge Scheduler refuses. Codes and statuses are those of its API model; sentences without "unconfirmed" beside them have been quoted by users.</summary>
internal static class ScheduleErrors
{
    public static AwsErrorException Invalid(string message) => new("ValidationException", message);

    /// <summary>As services with such a model say it.</summary>
    /// <param name="member">Its path, in lower camel case.</param>
    public static AwsErrorException Constraint(string? value, string member, string constraint) =>
        Invalid($"1 validation error detected: Value {(value is null ? "null" : $"'{value}'")} at '{member}' failed to satisfy constraint: {constraint}");

    public static AwsErrorException InvalidExpression(string expression) => Invalid($"Invalid Schedule Expression {expression}.");

    public static AwsErrorException ScheduleNotFound(string name) => new("ResourceNotFoundException", $"Schedule {name} does not exist.", 404);

    public static AwsErrorException GroupNotFound(string name) => new("ResourceNotFoundException", $"Schedule group {name} does not exist.", 404);

    public static AwsErrorException ScheduleExists(string name) => new("ConflictException", $"Schedule {name} already exists.", 409);

    public static AwsErrorException GroupExists(string name) => new("ConflictException", $"Schedule group {name} already exists.", 409);

    /// <summary>The sentence is unconfirmed.</summary>
    public static AwsErrorException DefaultGroup() => Invalid("The default schedule group cannot be deleted.");
}
