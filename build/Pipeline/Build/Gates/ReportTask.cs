namespace Slipway.Pipeline.Build.Gates;

/// <summary>What SonarQube's scanner reports about the analysis that it has sent: <c>report-task.txt</c>, a file of properties.</summary>
/// <param name="Id">Of the task that processes it.</param>
/// <param name="Dashboard">The project's page on the server, for people; null where it is not said.</param>
internal sealed record ReportTask(string Id, string? Dashboard)
{
    /// <summary>The addresses in it are not asked, since they would get the token: the configuration says where the server is.</summary>
    /// <returns>Null when it names no task.</returns>
    public static ReportTask? Parse(string text)
    {
        var properties = text.Split('\n').Select(line => line.Trim().Split('=', 2)).Where(parts => parts.Length == 2).ToLookup(parts => parts[0], parts => parts[1]);
        return properties["ceTaskId"].FirstOrDefault() is { Length: > 0 } id ? new(id, properties["dashboardUrl"].FirstOrDefault()) : null;
    }
}
