using System.Text.Json;
using Slipway.Ecs.Sources;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Linting.Rules;

/// <summary>Where secrets come from, and which list they are in.</summary>
internal static class SecretRules
{
    private const string Remedy =
        "Write the ARN of the secret, with ':key::' behind it for one key of its JSON (both colons belong to it); or the name or ARN of a parameter, which has no keys.";

    public static readonly Check[] All =
    [
        Check.Error("ECS117", "A secret that ECS cannot find", Remedy, Documents.Secrets, Check.Each(References)),
        Check.Error("ECS118", "A reference among the values", "Move the variable to 'secrets'; ECS ignores 'valueFrom' in 'environment'.", Documents.Secrets, Check.Each(container => Misplaced(container, "environment", "valueFrom"))),
        Check.Error("ECS119", "A value among the references", "Move the variable to 'environment', or write 'valueFrom' with where the secret is.", Documents.Secrets, Check.Each(container => Misplaced(container, "secrets", "value"))),
    ];

    private static IEnumerable<SourceValue> Lists(ContainerSubject container) =>
        container.Value.ItemsOf("secrets").Concat(container.Value.Member("logConfiguration")?.ItemsOf("secretOptions") ?? []);

    private static IEnumerable<Problem> References(ContainerSubject container) =>
        from secret in Lists(container)
        let at = secret.Member("valueFrom")
        where at?.Kind == JsonValueKind.String
        let problem = SecretReference.Problem(at.Scalar!)
        where problem is not null
        select new Problem(at, $"{container.Label} takes '{secret.TextOf("name")}' from {Shown(at.Scalar!)}, {problem}.");

    /// <summary>What is no ARN may be the secret itself, written in the wrong place.</summary>
    private static string Shown(string reference) => reference.StartsWith("arn:", StringComparison.Ordinal) ? $"'{reference}'" : "a text";

    private static IEnumerable<Problem> Misplaced(ContainerSubject container, string list, string member) =>
        from variable in container.Value.ItemsOf(list)
        let at = variable.Member(member)
        where at is not null
        select new Problem(at, $"{container.Label} has '{variable.TextOf("name")}' in '{list}' with '{member}'.");
}
