using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Slipway.Pipeline.Configuration.Errors;
using Slipway.Pipeline.Configuration.Reference;

namespace Slipway.Pipeline.Tests.Configuration;

/// <summary>A text's rule is written twice, for the reader and as a pattern for editors. Whatever the text, the two agree.</summary>
public sealed class PatternTests
{
    private const string Hole = "???";

    // The text is alone in its line, so a mistake in that line is a mistake in the text.
    private static readonly string[] Fragments =
    [
        "a", "b", "Z", "0", "7", "12", "170904582664", "eu", "west", "north", "central", "-", "_", ".", "..", "/", "//", "\\", ":", "#", "~", "@", "+", "=", " ", "é", "*",
        "{env}", "{account}", "{nope}", "{", "}", "$", "${X}", "$(x)", "s3://", "ssm://", "secretsmanager://", "http://", "https://", "arn:aws:iam::", "arn:aws-cn:iam::", ":role/",
        "linux/", "amd64", "ECS", "h", "m", "s", "1h", "30m", ".dkr.ecr.", "shop", ":5000", "subnet-", "sg-", "rate(", "5 minutes)", "cron(0 3 * *", " ? *)", "at(2030-01-31T", "03:00:00)", "note", "high", "9", "10",
    ];

    [TestCase("application", "application: shop", "application:\n  ???")]
    [TestCase("region", "region: eu-west-2", "region:\n  ???")]
    [TestCase("account", "region: eu-west-2", "region: eu-west-2\naccount:\n  ???")]
    [TestCase("role", "region: eu-west-2", "region: eu-west-2\nrole:\n  ???")]
    [TestCase("registry", "region: eu-west-2", "region: eu-west-2\nregistry:\n  ???")]
    [TestCase("compose/files", "region: eu-west-2", "region: eu-west-2\ncompose: { files: [\n  ???\n  ] }")]
    [TestCase("tags", "region: eu-west-2", "region: eu-west-2\ntags: [\n  ???\n  ]")]
    [TestCase("images/repository", "app: { repository: shop.app }", "app: { repository:\n  ???\n  }")]
    [TestCase("images/container", "app: { repository: shop.app }", "app: { repository: shop.app, container:\n  ???\n  }")]
    [TestCase("images/build/context", "app: { repository: shop.app }", "app: { repository: shop.app, build: { context:\n  ???\n  } }")]
    [TestCase("images/build/target", "app: { repository: shop.app }", "app: { repository: shop.app, build: { target:\n  ???\n  } }")]
    [TestCase("images/build/platforms", "app: { repository: shop.app }", "app: { repository: shop.app, build: { platforms: [\n  ???\n  ] } }")]
    [TestCase("secrets/from", "region: eu-west-2", "region: eu-west-2\nsecrets: [{ variable: X, from:\n  ???\n  }]")]
    [TestCase("secrets/to", "region: eu-west-2", "region: eu-west-2\nsecrets: [{ from: ssm://x, to:\n  ???\n  }]")]
    [TestCase("secrets/variable", "region: eu-west-2", "region: eu-west-2\nsecrets: [{ from: ssm://x, variable:\n  ???\n  }]")]
    [TestCase("database/service", "region: eu-west-2", "region: eu-west-2\ndatabase: { service:\n  ???\n  }")]
    [TestCase("database/timeout", "region: eu-west-2", "region: eu-west-2\ndatabase: { service: db, timeout:\n  ???\n  }")]
    [TestCase("deploy/codeDeploy/application", "region: eu-west-2", "region: eu-west-2\ndeploy: { codeDeploy: { deploymentGroup: x, application:\n  ???\n  } }")]
    [TestCase("deploy/loadBalancer/targetGroup", "region: eu-west-2", "region: eu-west-2\ndeploy: { loadBalancer: { container: x, port: 80, targetGroup:\n  ???\n  } }")]
    [TestCase("deploy/loadBalancer/healthCheck", "region: eu-west-2", "region: eu-west-2\ndeploy: { loadBalancer: { container: x, port: 80, listener: 80, healthCheck:\n  ???\n  } }")]
    [TestCase("deploy/network/subnets", "region: eu-west-2", "region: eu-west-2\ndeploy: { network: { subnets: [\n  ???\n  ] } }")]
    [TestCase("deploy/network/securityGroups", "region: eu-west-2", "region: eu-west-2\ndeploy: { network: { subnets: [subnet-1], securityGroups: [\n  ???\n  ] } }")]
    [TestCase("deploy/schedules/expression", "region: eu-west-2", "region: eu-west-2\ndeploy: { schedules: { x: { expression:\n  ???\n  } } }")]
    [TestCase("deploy/schedules/timezone", "region: eu-west-2", "region: eu-west-2\ndeploy: { schedules: { x: { timezone:\n  ???\n  } } }")]
    [TestCase("deploy/schedules/group", "region: eu-west-2", "region: eu-west-2\ndeploy: { schedules: { x: { group:\n  ???\n  } } }")]
    [TestCase("deploy/schedules/schedule", "region: eu-west-2", "region: eu-west-2\ndeploy: { schedules: { x: { schedule:\n  ???\n  } } }")]
    [TestCase("deploy/taskDefinition", "region: eu-west-2", "region: eu-west-2\ndeploy: { taskDefinition:\n  ???\n  }")]
    [TestCase("gates/failOn", "region: eu-west-2", "region: eu-west-2\ngates: { x: { image: x, failOn:\n  ???\n  } }")]
    [TestCase("gates/image", "region: eu-west-2", "region: eu-west-2\ngates: { x: { image:\n  ???\n  } }")]
    [TestCase("lint/ignore/rule", "region: eu-west-2", "region: eu-west-2\nlint: { ignore: [{ reason: x, rule:\n  ???\n  }] }")]
    [TestCase("lint/ignore/reason", "region: eu-west-2", "region: eu-west-2\nlint: { ignore: [{ rule: ECS001, reason:\n  ???\n  }] }")]
    public void The_reader_and_the_pattern_take_the_same_texts(string key, string replaced, string replacement)
    {
        var patterns = PatternsOf(key);
        var file = SettingsText.Smallest.Replace(replaced, replacement, StringComparison.Ordinal);
        var line = 1 + file[..file.IndexOf(Hole, StringComparison.Ordinal)].Count(character => character == '\n');

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(400), Prop.ForAll(Texts.ToArbitrary(), text =>
        {
            var isAccepted = IsAccepted(file.Replace(Hole, $"'{text}'", StringComparison.Ordinal), line);

            var isMatched = patterns.TrueForAll(pattern => Regex.IsMatch(text, pattern));

            // No pattern says what 24 hours are.
            return key.EndsWith("timeout", StringComparison.Ordinal) ? isMatched || !isAccepted : isMatched == isAccepted;
        }));
    }

    private static Gen<string> Texts => Gen.Choose(1, 6).SelectMany(length => Gen.Elements(Fragments).ArrayOf(length)).Select(parts => string.Concat(parts));

    /// <summary>Whether the account is said no pattern can know.</summary>
    private static bool IsAccepted(string text, int line)
    {
        try
        {
            SettingsText.Parse(text, "staging");
            return true;
        }
        catch (ConfigurationException refused)
        {
            return refused.Errors.All(error => error.Place.Line != line || error.Message.EndsWith("set the key 'account'", StringComparison.Ordinal));
        }
    }

    private static List<string> PatternsOf(string key)
    {
        var schema = JsonNode.Parse(SettingsSchema.Render())!;
        var names = key.Split('/');
        var node = schema["definitions"]![names[0]] ?? schema["properties"]![names[0]]!;

        foreach (var name in names.Skip(1))
            node = Mapping(node)["properties"]![name]!;

        return [.. Alone(node)];
    }

    /// <summary>Of a list its entries, of a mapping by name its values.</summary>
    private static JsonNode Mapping(JsonNode node) => node["items"] ?? (node["additionalProperties"] as JsonObject) ?? node;

    private static IEnumerable<string> Alone(JsonNode node)
    {
        var scalar = node["oneOf"]?[0] ?? node["items"] ?? node;
        yield return (string)scalar["pattern"]!;

        foreach (var also in scalar["allOf"]?.AsArray() ?? [])
            yield return (string)also!["pattern"]!;
    }
}
