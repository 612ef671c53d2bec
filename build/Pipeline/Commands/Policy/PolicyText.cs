using System.Globalization;
using Slipway.Pipeline.Deployment.Permissions;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Commands.Policy;

/// <summary>Policies for people: each statement with its resources, and why each action is needed.</summary>
public static class PolicyText
{
    /// <param name="width">Of the terminal, in characters; null when there is none.</param>
    public static void Write(IReadOnlyList<RolePolicy> policies, ITerminal console, int? width)
    {
        ArgumentNullException.ThrowIfNull(policies);
        var page = new TextPage(console, width);
        foreach (var policy in policies) Write(page, policy);
    }

    private static void Write(TextPage page, RolePolicy policy)
    {
        page.Heading(string.Create(CultureInfo.InvariantCulture, $"{policy.Role}: {policy.Statements.Count} {(policy.Statements.Count == 1 ? "statement" : "statements")}, {policy.Characters:N0} of {RolePolicy.MostCharacters:N0} characters"));
        page.Paragraph(2, policy.Purpose);
        if (policy.IsTooLarge) page.Paragraph(2, $"It is larger than a managed policy may be: {Advice(policy.Divided().Count)}.", ConsoleColor.Yellow);
        foreach (var remark in policy.Remarks) page.Paragraph(2, remark);
        foreach (var statement in policy.Statements) Write(page, statement);
    }

    private static string Advice(int parts) => $"{(parts > 1 ? $"{Options.Output}=FOLDER divides it into {parts}, and " : "")}{Options.For}=TARGETS asks for less";

    private static void Write(TextPage page, PolicyStatement statement)
    {
        page.Paragraph(2, statement.Sid, ConsoleColor.Green);
        var width = statement.Actions.Max(action => action.Name.Length);
        foreach (var (name, reason) in statement.Actions) page.Paragraph(4, $"{name.PadRight(width)}  {reason}");
        foreach (var resource in statement.Resources) page.Paragraph(4, $"on {resource}");
        foreach (var condition in statement.Conditions) page.Paragraph(4, $"if {condition}");
    }
}
