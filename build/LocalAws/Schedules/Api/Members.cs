using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.LocalAws.Kernel.Protocol;
using Slipway.LocalAws.Schedules.Resources;

namespace Slipway.LocalAws.Schedules.Api;

/// <summary>Checks members of requests by the constraints of the API model (2021-06-30).</summary>
internal static partial class Members
{
    private const int LongestName = 64;

    /// <exception cref="AwsErrorException"><c>ValidationException</c>: it is missing.</exception>
    public static string Required(this JsonObject request, string member, string path) =>
        request.Text(member) ?? throw ScheduleErrors.Constraint(null, path, "Member must not be null");

    /// <exception cref="AwsErrorException"><c>ValidationException</c>: it is missing.</exception>
    public static JsonObject RequiredObject(this JsonObject request, string member, string path) =>
        request.Object(member) ?? throw ScheduleErrors.Constraint(null, path, "Member must not be null");

    /// <summary>The name of a schedule or of a group.</summary>
    /// <exception cref="AwsErrorException"><c>ValidationException</c>: it is missing, or cannot be one.</exception>
    public static string Name(this JsonObject request, string member, string path) => CheckName(request.Required(member, path), path);

    /// <summary>The group that is meant.</summary>
    /// <exception cref="AwsErrorException"><c>ValidationException</c>: it cannot be the name of one.</exception>
    public static string Group(this JsonObject request) => request.Text("GroupName") is { } name ? CheckName(name, "groupName") : ScheduleGroup.Default;

    /// <exception cref="AwsErrorException"><c>ValidationException</c>: it is too short or too long.</exception>
    public static void Length(string? value, string path, int least, int most)
    {
        if (value?.Length < least)
            throw ScheduleErrors.Constraint(value, path, $"Member must have length greater than or equal to {least}");
        if (value?.Length > most)
            throw ScheduleErrors.Constraint(value, path, $"Member must have length less than or equal to {most}");
    }

    /// <exception cref="AwsErrorException"><c>ValidationException</c>: it is none of these.</exception>
    public static string? OneOf(string? value, string path, params string[] values) =>
        value is null || values.Contains(value) ? value : throw ScheduleErrors.Constraint(value, path, $"Member must satisfy enum value set: [{string.Join(", ", values)}]");

    /// <exception cref="AwsErrorException"><c>ValidationException</c>: it is too small or too large.</exception>
    public static int? Between(int? value, string path, int least, int most)
    {
        if (value < least)
            throw ScheduleErrors.Constraint($"{value}", path, $"Member must have value greater than or equal to {least}");
        if (value > most)
            throw ScheduleErrors.Constraint($"{value}", path, $"Member must have value less than or equal to {most}");
        return value;
    }

    private static string CheckName(string name, string path)
    {
        Length(name, path, 1, LongestName);
        return NamePattern().IsMatch(name) ? name : throw ScheduleErrors.Constraint(name, path, "Member must satisfy regular expression pattern: ^[0-9a-zA-Z-_.]+$");
    }

    [GeneratedRegex("^[0-9a-zA-Z-_.]+$")]
    private static partial Regex NamePattern();
}
