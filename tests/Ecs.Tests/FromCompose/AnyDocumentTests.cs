using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Slipway.Ecs.FromCompose;
using Slipway.Ecs.TaskDefinitions;

namespace Slipway.Ecs.Tests.FromCompose;

/// <summary>Whatever Compose may print: a task definition that keeps ECS's rules, or reasons why there is none.</summary>
public sealed class AnyDocumentTests
{
    private static readonly string[] Keys =
    [
        "image", "build", "command", "entrypoint", "environment", "env_file", "ports", "links", "depends_on", "healthcheck", "volumes", "tmpfs", "secrets", "configs", "deploy", "mem_limit",
        "mem_reservation", "cpus", "cpu_shares", "logging", "ulimits", "sysctls", "cap_add", "cap_drop", "extra_hosts", "hostname", "dns", "shm_size", "devices", "security_opt",
        "stop_grace_period", "platform", "restart", "network_mode", "networks", "labels", "user", "privileged", "init", "volumes_from", "profiles", "scale", "memswap_limit", "x-anything",
    ];

    private static readonly string[] Members =
    [
        "condition", "test", "interval", "timeout", "retries", "start_period", "disable", "target", "published", "protocol", "host_ip", "type", "source", "read_only", "tmpfs", "size", "bind",
        "volume", "resources", "limits", "reservations", "memory", "cpus", "replicas", "restart_policy", "driver", "options", "soft", "hard", "context", "dockerfile", "a", "b", "db", "c.d",
    ];

    private static readonly Gen<JsonNode?> Scalar = Gen.OneOf(
        Gen.Elements<string>("", "a", "b", "db", "c.d", "80", "8080", "1m30s", "99h", "10485760", "1e400", "-1", "0", "true", "service_healthy", "service_completed_successfully", "bind", "tmpfs",
            "udp", "host", "linux/arm64", "postgres:16", "redis://b:6379", "$$x", "a:b", "a=b", "/x:size=5m", "Ω", "127.0.0.1", "always", "json-file", "CMD", "NONE", "\0").Select(text => (JsonNode?)text),
        Gen.Choose(-5, 70000).Select(number => (JsonNode?)number),
        Gen.Elements(1e300, -1e300, 0.5, double.MaxValue).Select(number => (JsonNode?)number),
        Gen.Elements(true, false).Select(flag => (JsonNode?)flag),
        Gen.Constant((JsonNode?)null));

    private static readonly Gen<JsonNode?> Any = Node(3);

    [Test]
    public void Any_document_like_those_of_Compose_becomes_a_task_definition_or_is_refused()
    {
        var service = Gen.Zip(Gen.Elements(Keys), Any).ArrayOf().Select(Mapping);
        var names = Gen.Elements("a", "b", "db", "c.d", "web-test", "e f", "");
        var document = Gen.Zip(Gen.Zip(names, service).ArrayOf(), Any).Select(parts => new JsonObject
        {
            ["name"] = "shop",
            ["services"] = Mapping([.. parts.Item1.Select(pair => (pair.Item1, (JsonNode?)pair.Item2))]),
            ["volumes"] = parts.Item2?.DeepClone(),
            ["secrets"] = parts.Item2?.DeepClone(),
        });

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(600), Prop.ForAll(document.ToArbitrary(), root => IsConverted(root.ToJsonString())));
    }

    [Test]
    public void Any_JSON_in_the_place_of_a_document_becomes_a_task_definition_or_is_refused() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(Any.ToArbitrary(), node => IsConverted(node?.ToJsonString() ?? "null")));

    [Test]
    public void Any_text_in_the_place_of_a_document_becomes_a_task_definition_or_is_refused() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => IsConverted(text ?? "")));

    [TestCase("""{"services":{"a":{"image":"\ud800"}}}""")]
    [TestCase("""{"services":{"a":{"image":"x"},"a":{"image":"y"}}}""")]
    [TestCase("""{"services":[]}""")]
    [TestCase("""{"services":{"a":{"image":"x","healthcheck":{"test":["true","0.5"]}}}}""")]
    public void What_no_Compose_prints_is_refused(string json) => Assert.That(IsConverted(json), Is.True);

    private static bool IsConverted(string json)
    {
        if (!ComposeDocument.TryRead(json, isInterpolated: true, out var document, out var problem)) return problem.Length > 0;
        foreach (var launchType in Enum.GetValues<LaunchType>())
        {
            foreach (var isRehearsal in new[] { true, false })
            {
                var options = SampleTests.Options(json) with { LaunchType = launchType, IsRehearsal = isRehearsal };
                var conversion = TaskDefinitionConverter.Convert(document, options);
                if (conversion.Document is null ? conversion.Refusals.Count == 0 : !KeepsTheRules(conversion)) return false;
            }
        }

        return true;
    }

    /// <summary>What ECS refuses wherever it stands.</summary>
    private static bool KeepsTheRules(Conversion conversion)
    {
        var document = conversion.Document!;
        var names = document.Containers.Select(container => container.Name).ToList();
        var volumes = document.Volumes.Select(volume => volume.Name).ToList();
        var hostPorts = document.Containers.SelectMany(container => container.PortMappings).Where(port => port.HostPort > 0).Select(port => (port.HostPort, port.Protocol)).ToList();
        return names.Count is > 0 and <= 10 && names.Distinct().Count() == names.Count
            && names.All(name => name.Length is > 0 and <= 255 && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_'))
            && document.Containers.Any(container => container.Essential)
            && hostPorts.Distinct().Count() == hostPorts.Count
            && document.Containers.All(container => container.Image.Length > 0
                && (container.Memory ?? container.MemoryReservation) >= 6 && !(container.Memory < container.MemoryReservation)
                && container.DependsOn.All(dependency => names.Contains(dependency.ContainerName) && dependency.ContainerName != container.Name)
                && container.MountPoints.All(mount => volumes.Contains(mount.SourceVolume))
                && container.HealthCheck is null or { Interval: >= 5 and <= 300, Timeout: >= 2 and <= 60, Retries: >= 1 and <= 10, StartPeriod: >= 0 and <= 300, Command: ["CMD" or "CMD-SHELL", ..] });
    }

    private static Gen<JsonNode?> Node(int depth) => depth == 0
        ? Scalar
        : Gen.OneOf(
            Scalar,
            Node(depth - 1).ArrayOf().Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())])),
            Gen.Zip(Gen.Elements(Members), Node(depth - 1)).ArrayOf().Select(members => (JsonNode?)Mapping(members)));

    private static JsonObject Mapping((string Key, JsonNode? Value)[] members)
    {
        var mapping = new JsonObject();
        foreach (var (key, value) in members) mapping[key] = value?.DeepClone();
        return mapping;
    }
}
