using Slipway.Pipeline.Configuration.Rules;
using Slipway.Pipeline.Configuration.Schemas;
using Slipway.Pipeline.Foundation.CommandLine;

namespace Slipway.Pipeline.Configuration.Keys;

/// <summary>The keys of <c>sonarqube</c> in an entry of <c>gates</c>.</summary>
internal static class SonarQubeKeys
{
    private static readonly Key<string> Url = new(
        "url", new TextSchema(TextRules.WebUrl), "The server, with its context path where it has one. The scanner gets it as SONAR_HOST_URL.")
    {
        IsRequired = true,
        Example = "https://sonarqube.example.org",
    };

    private static readonly Key<string> Project = new("project", new TextSchema(TextRules.Any), "The project's key on the server. The scanner gets it as `sonar.projectKey`.")
    {
        IsRequired = true,
        Example = "shop",
    };

    private static readonly Key<string> Token = new(
        "token", new TextSchema(TextRules.Variable), "The environment variable that has the token. It may execute analyses of the project and browse it.")
    {
        Default = "SONAR_TOKEN",
    };

    private static readonly Key<string> Report = new(
        "report", new TextSchema(TextRules.ReportPath), "Where the scanner leaves report-task.txt, for one that does not take `sonar.scanner.metadataFilePath` from SONAR_SCANNER_JSON_PARAMS.")
    {
        DefaultInWords = "where Slipway tells it to",
        Example = ".sonarqube/out/.sonar/report-task.txt",
    };

    private static readonly Key<Duration> Wait = new("wait", new DurationSchema(), "How long the server may take to process the analysis.") { Default = "5m" };

    public static readonly ObjectSchema<SonarQubeSettings> Shape = new([Url, Project, Token, Report, Wait], read => new(
        read.Of(Url).TrimEnd('/'), read.Of(Project), read.Of(Token), read.OrNull(Report), read.Of(Wait).Time, read.Place));
}
