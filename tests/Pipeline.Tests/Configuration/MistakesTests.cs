using Slipway.Pipeline.Configuration.Errors;

namespace Slipway.Pipeline.Tests.Configuration;

/// <summary>Wrong files and the whole text that their author sees.</summary>
public sealed class MistakesTests
{
    // Below the smallest valid file, from line 8 on.
    [TestCase("pul: {}", "slipway.yml:8:1: error SLP004: unknown key 'pul'; did you mean 'pull'?")]
    [TestCase("zebra: 1", "slipway.yml:8:1: error SLP004: unknown key 'zebra'; valid here: application, region, account, role, registry, compose, tags, images, pull, secrets, database, migrate, test, gates, deploy, release, artifacts, pipeline, verify, skip, lint, environments")]
    [TestCase("region: eu-west-1", "slipway.yml:8:1: error SLP005: duplicate key 'region'; the first is in line 2")]
    [TestCase("account: 12345", "slipway.yml:8:10: error SLP010: '12345' is not an AWS account: twelve digits, for example \"012345678901\"")]
    [TestCase("account: [1]", "slipway.yml:8:10: error SLP006: 'account' must be a single value, and is a list")]
    [TestCase("account:", "slipway.yml:8:9: error SLP007: 'account' has no value; it must be a single value")]
    [TestCase("compose: docker-compose.yml", "slipway.yml:8:10: error SLP006: 'compose' must be a mapping, and is the text 'docker-compose.yml'")]
    [TestCase("compose: { files: docker-compose.yml }", "slipway.yml:8:19: error SLP006: 'compose.files' must be a list, and is the text 'docker-compose.yml'")]
    [TestCase("compose: { files: [] }", "slipway.yml:8:19: error SLP007: 'compose.files' is empty; it must have at least one value")]
    [TestCase("compose: { files: [../x.yml] }", "slipway.yml:8:20: error SLP010: '../x.yml' is not a plain path inside the repository: no empty part, no '.' and no '..'")]
    [TestCase("compose: { files: [/etc/x.yml] }", "slipway.yml:8:20: error SLP010: '/etc/x.yml' is not inside the repository; write a path relative to its root")]
    [TestCase("compose: { files: [a\\b.yml] }", "slipway.yml:8:20: error SLP010: 'a\\b.yml' has a backslash; write '/' on every platform")]
    [TestCase("compose: { file: [x.yml] }", "slipway.yml:8:12: error SLP004: unknown key 'file'; did you mean 'files'?")]
    [TestCase("tags: ['{brnch}']", "slipway.yml:8:8: error SLP009: undefined placeholder '{brnch}' in '{brnch}'; did you mean '{branch}'?")]
    [TestCase("tags: ['{x}']", "slipway.yml:8:8: error SLP009: undefined placeholder '{x}' in '{x}'; there are {env}, {build}, {commit}, {branch}, {account}, {region}")]
    [TestCase("tags: ['{env']", "slipway.yml:8:8: error SLP009: a brace in '{env' does not belong to a placeholder; placeholders are {env}, {build}, {commit}, {branch}, {account}, {region}")]
    [TestCase("tags: ['a/{env}']", "slipway.yml:8:8: error SLP010: 'a/{env}' is not a tag: '/' cannot be in one; letters, digits, '_', '.' and '-' can")]
    [TestCase("tags: ['-{env}']", "slipway.yml:8:8: error SLP010: '-{env}' is not a tag: the first character is a letter, a digit or '_'")]
    [TestCase("tags: ['{account}']", "slipway.yml:8:8: error SLP009: '{account}' in '{account}' has no value: set the key 'account'")]
    [TestCase("tags: [true]", "slipway.yml:8:8: error SLP006: 'tags[0]' must be text, and is the truth value true; quote it if the word is meant")]
    [TestCase("tags: [[x]]", "slipway.yml:8:8: error SLP006: 'tags[0]' must be a single value, and is a list")]
    [TestCase("tags: [x, x]", "slipway.yml:4:3: error SLP013: 'shop.app:x' is given twice")]
    [TestCase("pull: { maps: { repository: maps } }", "slipway.yml:8:9: error SLP007: missing key 'tag' in 'pull.maps' (environment 'local')")]
    [TestCase("pull: { maps: { repository: maps, tag: '', publish: [''] } }",
        "slipway.yml:8:40: error SLP007: 'pull.maps.tag' must not be empty\nslipway.yml:8:54: error SLP007: 'pull.maps.publish[0]' must not be empty")]
    [TestCase("pull: { 'ma ps': { repository: maps, tag: x, container: maps } }", "slipway.yml:8:9: error SLP010: 'ma ps' is not a name that Compose takes for a service: letters, digits, '.', '_' and '-'")]
    [TestCase("pull: { ma.ps: { repository: maps, tag: x } }", "slipway.yml:8:9: error SLP010: the service's name 'ma.ps' cannot be a container's name in ECS; add the key 'container'")]
    [TestCase("pull: { maps: { repository: 'eu.example/maps:1', tag: x } }", "slipway.yml:8:29: error SLP010: 'eu.example/maps:1' is not a repository's name: lower-case letters and digits, joined by single '.', '_', '-' or '/', without host and tag")]
    [TestCase("pull: { app: { repository: other, tag: x } }", "slipway.yml:8:9: error SLP013: service 'app' is in 'images' and in 'pull'; it is either built or pulled")]
    [TestCase("pull: { maps: { repository: maps, tag: x, container: app } }", "slipway.yml:8:9: error SLP013: container 'app' is claimed by a service before this one; one of them needs another 'container'")]
    [TestCase("secrets: { from: x }", "slipway.yml:8:10: error SLP006: 'secrets' must be a list, and is a mapping")]
    [TestCase("secrets: [x]", "slipway.yml:8:11: error SLP006: 'secrets[0]' must be a mapping, and is the text 'x'")]
    [TestCase("secrets: [{ from: s3://b/k, to: a/../../b }]", "slipway.yml:8:33: error SLP010: 'a/../../b' is not a plain path inside the repository: no empty part, no '.' and no '..'")]
    [TestCase("secrets: [{ from: https://b/k, to: b }]", "slipway.yml:8:19: error SLP010: 'https://b/k' is not the address of a secret; write 's3://bucket/key', 'secretsmanager://name-or-arn' (with '#member' for one member of its JSON) or 'ssm://name-or-arn'")]
    [TestCase("secrets: [{ from: s3://b, to: b }]", "slipway.yml:8:19: error SLP010: 's3://b' is not the address of an object in S3; write 's3://bucket/key'")]
    [TestCase("secrets: [{ from: s3://b/k, to: f }, { from: s3://b/l, to: f }]", "slipway.yml:8:60: error SLP013: 'f' is written by a secret before this one already")]
    [TestCase("database: { service: db, kind: mariadb }", "slipway.yml:8:32: error SLP010: 'database.kind' cannot be 'mariadb'; valid here: mysql, postgres, tcp")]
    [TestCase("database: { service: db, kind: tcp }", "slipway.yml:8:1: error SLP007: missing key 'port' in 'database' (environment 'local')")]
    [TestCase("database: { service: db, port: '3306' }", "slipway.yml:8:32: error SLP006: 'database.port' must be a whole number, and is the text '3306'")]
    [TestCase("database: { service: db, port: 99999 }", "slipway.yml:8:32: error SLP010: 'database.port' must be from 1 to 65535, and is 99999")]
    [TestCase("database: { service: db, port: 99999999999999999999 }", "slipway.yml:8:32: error SLP010: 'database.port' must be from 1 to 65535, and is 99999999999999999999")]
    [TestCase("database: { service: db, timeout: 120 }", "slipway.yml:8:35: error SLP010: '120' is not a duration of at most 24 hours; write, for example, '90s', '10m' or '1h30m'")]
    [TestCase("database: { service: db, timeout: 0s }", "slipway.yml:8:35: error SLP010: '0s' is not a duration of at most 24 hours; write, for example, '90s', '10m' or '1h30m'")]
    [TestCase("database: { service: db, timeout: 30s1m }", "slipway.yml:8:35: error SLP010: '30s1m' is not a duration of at most 24 hours; write, for example, '90s', '10m' or '1h30m'")]
    [TestCase("database: { service: db, timeout: 25h }", "slipway.yml:8:35: error SLP010: '25h' is not a duration of at most 24 hours; write, for example, '90s', '10m' or '1h30m'")]
    [TestCase("migrate: { service: app }", "slipway.yml:8:1: error SLP007: missing key 'command' in 'migrate' (environment 'local')")]
    [TestCase("migrate: { service: app, command: bin/migrate --force }", "slipway.yml:8:35: error SLP006: 'migrate.command' must be a list, and is the text 'bin/migrate --force'")]
    [TestCase("migrate: { service: app, command: [bin/migrate, true] }", "slipway.yml:8:49: error SLP006: 'migrate.command[1]' must be text, and is the truth value true; quote it if the word is meant")]
    [TestCase("migrate: { service: app, command: [\"a\\0\"] }", "slipway.yml:8:36: error SLP010: 'migrate.command[0]' must not contain the character NUL")]
    [TestCase("test: { service: app, command: [x], report: \"a\\nb\" }", "slipway.yml:8:45: error SLP010: 'test.report' must not contain control characters such as line breaks")]
    [TestCase("test: { service: app, comand: [x] }", "slipway.yml:8:1: error SLP007: missing key 'command' in 'test' (environment 'local')\nslipway.yml:8:23: error SLP004: unknown key 'comand'; did you mean 'command'?")]
    [TestCase("deploy: { lock: 's3://locks/{env}-{commit}' }", "slipway.yml:8:17: error SLP010: 's3://locks/{env}-{commit}' keeps no two builds apart, since '{commit}' gives each a lock of its own; '{env}', '{account}' and '{region}' can be in it")]
    [TestCase("gates: { Semgrep: { image: semgrep } }", "slipway.yml:8:10: error SLP010: 'Semgrep' cannot be a gate's name: lower-case letters, digits, '-' and '_', the first a letter or a digit, 63 at most")]
    [TestCase("gates: { a: {} }", "slipway.yml:8:10: error SLP007: missing key 'command' in 'gates.a' (environment 'local'); only an image may have a command of its own")]
    [TestCase("gates: { a: { image: x, service: app } }", "slipway.yml:8:25: error SLP013: 'image' or 'service', not both: remove one of them")]
    [TestCase("gates: { a: { image: x, sarif: out/a.sarif } }", "slipway.yml:8:25: error SLP010: 'out/a.sarif' is below the sources, which a container of an image cannot write; name a file by an absolute path, such as '/tmp/a.sarif'")]
    [TestCase("gates: { a: { command: [x], sarif: /tmp/a.sarif } }", "slipway.yml:8:29: error SLP010: '/tmp/a.sarif' is not inside the repository; write a path relative to its root")]
    [TestCase("gates: { a: { image: x, failOn: fatal } }", "slipway.yml:8:33: error SLP010: 'fatal' is no limit: write a level of SARIF (note, warning, error), a severity (low, medium, high, critical), or a number from 0.1 to 10")]
    [TestCase("gates: { a: { image: x, failOn: 11 } }", "slipway.yml:8:33: error SLP010: '11' is no limit: write a level of SARIF (note, warning, error), a severity (low, medium, high, critical), or a number from 0.1 to 10")]
    [TestCase("gates: { a: { image: x, ignore: [{ rule: r, until: 2027-02-30, reason: w }] } }", "slipway.yml:8:52: error SLP010: '2027-02-30' is not a day; write it as 2027-01-31")]
    [TestCase("gates: { a: { image: x, ignore: [{ rule: r, reason: w }] } }", "slipway.yml:8:34: error SLP007: missing key 'until' in 'gates.a.ignore[0]' (environment 'local')")]
    [TestCase("gates: { a: { image: x, failOn: note, sonarqube: { url: https://s, project: p } } }", "slipway.yml:8:25: error SLP013: 'failOn' is for SARIF, and with 'sonarqube' the server decides: remove it")]
    [TestCase("gates: { a: { image: x, sonarqube: { url: https://s, project: p, token: squ-1 } } }", "slipway.yml:8:73: error SLP010: 'squ-1' is not the name of an environment variable: letters, digits and '_', the first no digit")]
    [TestCase("deploy: { lock: 's3://locks' }", "slipway.yml:8:17: error SLP010: 's3://locks' is not the address of an object in S3; write 's3://bucket/key'")]
    [TestCase("deploy: { strategy: bluegreen }", "slipway.yml:8:21: error SLP010: 'deploy.strategy' cannot be 'bluegreen'; did you mean 'blue-green'?")]
    [TestCase("deploy: { taskdefinition: x }", "slipway.yml:8:11: error SLP004: unknown key 'taskdefinition'; did you mean 'taskDefinition'?")]
    [TestCase("deploy: { desiredCount: -1 }", "slipway.yml:8:25: error SLP010: 'deploy.desiredCount' must be from 0 to 5000, and is -1")]
    [TestCase("deploy: { taskDefinition: '{env}/{evn}.json' }", "slipway.yml:8:27: error SLP009: undefined placeholder '{evn}' in '{env}/{evn}.json'; did you mean '{env}'?")]
    [TestCase("verify: { status: 200 }", "slipway.yml:8:1: error SLP007: missing key 'url' in 'verify' (environment 'local')")]
    [TestCase("verify: { url: example.org }", "slipway.yml:8:16: error SLP010: 'example.org' is not a URL; write 'https://host/path' or 'http://host:port/path'")]
    [TestCase("verify: { url: http://x, status: 20 }", "slipway.yml:8:34: error SLP010: 'verify.status' must be from 100 to 599, and is 20")]
    [TestCase("skip: [Migrat]", "slipway.yml:8:8: error SLP011: 'Migrat' is not a task that can be skipped; did you mean 'Migrate'?")]
    [TestCase("skip: [Everything]", "slipway.yml:8:8: error SLP011: 'Everything' is not a task that can be skipped; valid here: DownloadSecrets, ComposeUp, WaitForDb, Migrate, PhpUnit, Gates, TagImages, PushEcr, EmitArtifacts, Deploy")]
    [TestCase("&a tags: *b", "slipway.yml:8:10: error SLP002: not valid YAML: the alias '*b' has no anchor '&b' before it")]
    [TestCase("tags: &a [*a]", "slipway.yml:8:11: error SLP002: not valid YAML: the alias '*a' stands inside of what it repeats")]
    [TestCase("account: !!str 170904582664", "slipway.yml:8:10: error SLP002: not valid YAML: the tag 'tag:yaml.org,2002:str' has no meaning here; remove it")]
    [TestCase("[a]: b", "slipway.yml:8:1: error SLP002: not valid YAML: a key must be text")]
    [TestCase("---\nx: y", "slipway.yml:8:1: error SLP002: not valid YAML: a second document begins here; a file is one")]
    [TestCase("tags: [x", "slipway.yml:9:1: error SLP002: not valid YAML: While parsing a flow sequence, did not find expected ',' or ']'")]
    [TestCase("tags: [x\nskip: []", "slipway.yml:8:7: error SLP002: not valid YAML: what begins here is not closed where its indentation ends")]
    [TestCase("account: 'x", "slipway.yml:8:10: error SLP002: not valid YAML: While scanning a quoted scalar, found unexpected end of stream")]
    [TestCase("account: !<> x", "slipway.yml:8:8: error SLP002: not valid YAML: a tag or an escape sequence after this place does not exist")]
    [TestCase("account: x\n\tskip: []", "slipway.yml:9:1: error SLP002: not valid YAML: a tab; YAML is indented with spaces")]
    [TestCase("compose:\n\tfiles: [x]", "slipway.yml:9:1: error SLP002: not valid YAML: a tab; YAML is indented with spaces")]
    public void What_stands_below_the_smallest_file_is_refused(string lines, string message)
    {
        var found = SettingsText.Mistakes(SettingsText.Smallest + lines + "\n");

        Assert.That(found, Is.EqualTo(message));
    }

    [TestCase("application: shop", "application: My Shop", "slipway.yml:1:14: error SLP010: 'My Shop' cannot be an application's name: lower-case letters, digits, '-' and '_', the first a letter or a digit, 63 at most")]
    [TestCase("application: shop", "aplication: shop", "slipway.yml:1:1: error SLP004: unknown key 'aplication'; did you mean 'application'?\nslipway.yml:1:1: error SLP007: missing key 'application' (environment 'local')")]
    [TestCase("eu-west-2", "eu-west2", "slipway.yml:2:9: error SLP010: 'eu-west2' is not an AWS region; did you mean 'eu-west-2'?")]
    [TestCase("eu-west-2", "eu-wset-2", "slipway.yml:2:9: error SLP010: 'eu-wset-2' is not an AWS region; did you mean 'eu-west-2'?")]
    [TestCase("eu-west-2", "london", "slipway.yml:2:9: error SLP010: 'london' is not an AWS region; write, for example, 'eu-west-2'")]
    [TestCase("\n  app: { repository: shop.app }", " [app]", "slipway.yml:3:9: error SLP006: 'images' must be a mapping, and is a list")]
    [TestCase("repository:", "repositry:", "slipway.yml:4:3: error SLP007: missing key 'repository' in 'images.app' (environment 'local')\nslipway.yml:4:10: error SLP004: unknown key 'repositry'; did you mean 'repository'?")]
    [TestCase("repository: shop.app", "repository: Shop", "slipway.yml:4:22: error SLP010: 'Shop' is not a repository's name: lower-case letters and digits, joined by single '.', '_', '-' or '/', without host and tag")]
    [TestCase("shop.app }", "shop.app }\n  web: { repository: shop.app }", "slipway.yml:5:3: error SLP013: 'shop.app:{env}' is pushed for service 'app' already; one would overwrite the other")]
    [TestCase("cluster: local, ", "", "slipway.yml:6:12: error SLP007: missing key 'cluster' in 'deploy' (environment 'local')")]
    [TestCase("local: { deploy: { strategy: rolling, cluster: local, service: shop } }", "local:", "slipway.yml:1:1: error SLP007: missing key 'deploy' (environment 'local')")]
    [TestCase("local: { deploy: { strategy: rolling, cluster: local, service: shop } }", "local: 7", "slipway.yml:1:1: error SLP007: missing key 'deploy' (environment 'local')\nslipway.yml:6:10: error SLP006: environment 'local' must be a mapping, and is the number 7")]
    [TestCase("staging: {", "'a b': {", "slipway.yml:7:3: error SLP010: 'a b' cannot be an environment's name: letters, digits, '-' and '_', the first a letter or a digit, 63 at most")]
    [TestCase("staging: {", "staging: { application: other,", "slipway.yml:7:14: error SLP004: 'application' cannot differ between environments; it stands at the top only")]
    [TestCase("cluster: staging", "timeout: soon", "slipway.yml:7:52: error SLP010: 'soon' is not a duration of at most 24 hours; write, for example, '90s', '10m' or '1h30m'")]
    [TestCase("cluster: staging", "clutser: staging", "slipway.yml:7:43: error SLP004: unknown key 'clutser'; did you mean 'cluster'?")]
    public void What_is_changed_in_the_smallest_file_is_refused(string valid, string mistake, string message)
    {
        var found = SettingsText.Mistakes(SettingsText.Smallest.Replace(valid, mistake, StringComparison.Ordinal));

        Assert.That(found, Is.EqualTo(message));
    }

    [TestCase("cluster: staging", "cluster: FILL-IN", "staging", "slipway.yml:7:52: error SLP119: 'deploy.cluster' is still to be filled in: it has FILL-IN")]
    [TestCase("service: shop } }\n", "service: shop } }\nsecrets: [{ from: 's3://FILL-IN/{env}', to: a }]\n", "local", "slipway.yml:7:19: error SLP119: 'secrets[0].from' is still to be filled in: it has FILL-IN")]
    public void What_is_still_to_be_filled_in_is_refused_for_its_environment(string valid, string open, string environment, string message)
    {
        var at = SettingsText.Smallest.IndexOf(valid, StringComparison.Ordinal);
        var text = SettingsText.Smallest[..at] + open + (open.Contains('\n', StringComparison.Ordinal) ? "" : SettingsText.Smallest[(at + valid.Length)..]);

        Assert.That(SettingsText.Mistakes(text, environment), Is.EqualTo(message));
    }

    [TestCase("local", "cluster: staging", "cluster: FILL-IN")]
    [TestCase("local", "shop.app }", "shop.app }   # FILL-IN")]
    [TestCase("local", "environments:", "lint: { ignore: [{ rule: SLP118, reason: FILL-IN is meant }] }\nenvironments:")]
    public void What_another_environment_a_comment_or_a_reason_has_to_say_stops_nothing(string environment, string valid, string open)
    {
        Assert.That(() => SettingsText.Parse(SettingsText.Smallest.Replace(valid, open, StringComparison.Ordinal), environment), Throws.Nothing);
    }

    [TestCase("", "slipway.yml:1:1: error SLP003: there is no configuration in the file. Write the application's settings there, or name another file with --config")]
    [TestCase("# nothing but a comment\n", "slipway.yml:1:1: error SLP003: there is no configuration in the file. Write the application's settings there, or name another file with --config")]
    [TestCase("---\n", "slipway.yml:1:1: error SLP003: there is no configuration in the file. Write the application's settings there, or name another file with --config")]
    [TestCase("just words", "slipway.yml:1:1: error SLP006: the file must be a mapping of keys to values, and is the text 'just words'")]
    [TestCase("- a\n- b", "slipway.yml:1:1: error SLP006: the file must be a mapping of keys to values, and is a list")]
    [TestCase("a: b: c", "slipway.yml:1:5: error SLP002: not valid YAML: While scanning a plain scalar value, found invalid mapping")]
    [TestCase("environments: [local]", "slipway.yml:1:15: error SLP006: 'environments' must be a mapping with at least one environment")]
    public void A_file_that_holds_something_else_is_refused(string text, string message)
    {
        var found = SettingsText.Mistakes(text);

        Assert.That(found, Is.EqualTo(message));
    }

    [TestCase("stagging", "slipway.yml:5:1: error SLP008: unknown environment 'stagging'; did you mean 'staging'?")]
    [TestCase("production", "slipway.yml:5:1: error SLP008: unknown environment 'production'; valid here: local, staging")]
    [TestCase("LOCAL", "slipway.yml:5:1: error SLP008: unknown environment 'LOCAL'; did you mean 'local'?")]
    public void An_environment_that_is_not_in_the_file_is_refused(string environment, string message)
    {
        var found = SettingsText.Mistakes(SettingsText.Smallest, environment);

        Assert.That(found, Is.EqualTo(message));
    }

    [Test]
    public void All_mistakes_are_told_at_once_in_the_order_of_the_file_and_each_once()
    {
        const string Text =
            """
            application: shop
            reigon: eu-west-2
            account: 17090458266
            images:
              app: { repository: Shop, tags: ["{evn}", "{env}"] }
            skip: [Migrat]
            test: { service: app, command: phpunit }
            environments:
              local: { deploy: { strategy: roling, cluster: local, service: shop } }
              staging: { verfy: { url: x }, deploy: { strategy: rolling } }
            """;

        var found = SettingsText.Mistakes(Text, "loca");

        Assert.That(found, Is.EqualTo(
            """
            slipway.yml:2:1: error SLP004: unknown key 'reigon'; did you mean 'region'?
            slipway.yml:3:10: error SLP010: '17090458266' is not an AWS account: twelve digits, for example "012345678901"
            slipway.yml:5:22: error SLP010: 'Shop' is not a repository's name: lower-case letters and digits, joined by single '.', '_', '-' or '/', without host and tag
            slipway.yml:5:35: error SLP009: undefined placeholder '{evn}' in '{evn}'; did you mean '{env}'?
            slipway.yml:6:8: error SLP011: 'Migrat' is not a task that can be skipped; did you mean 'Migrate'?
            slipway.yml:7:32: error SLP006: 'test.command' must be a list, and is the text 'phpunit'
            slipway.yml:8:1: error SLP008: unknown environment 'loca'; did you mean 'local'?
            slipway.yml:9:32: error SLP010: 'deploy.strategy' cannot be 'roling'; did you mean 'rolling'?
            slipway.yml:10:14: error SLP004: unknown key 'verfy'; did you mean 'verify'?
            """));
    }

    [Test]
    public void What_an_override_gets_wrong_is_placed_at_the_override()
    {
        const string Text =
            """
            application: shop
            region: eu-west-2
            images: { app: { repository: shop.app } }
            deploy: { strategy: rolling, cluster: main, service: shop, timeout: 5m }
            environments:
              local:
              staging: { deploy: { timeout: [5m] } }
            """;

        var found = SettingsText.Mistakes(Text, "staging");

        Assert.That(found, Is.EqualTo("slipway.yml:7:33: error SLP006: 'deploy.timeout' must be a single value, and is a list"));
    }

    [Test]
    public void An_alias_that_would_be_written_out_millions_of_times_is_refused()
    {
        var lines = Enumerable.Range(1, 24).Select(level => $"x{level}: &x{level} [*x{level - 1}, *x{level - 1}]");

        var found = SettingsText.Mistakes($"x0: &x0 [a]\n{string.Join('\n', lines)}\n");

        Assert.That(found, Is.EqualTo("slipway.yml:15:1: error SLP002: not valid YAML: more than 20000 values, aliases written out"));
    }

    [Test]
    public void Lists_in_lists_without_end_are_refused()
    {
        var found = SettingsText.Mistakes($"tags: {new string('[', 10_000)}");

        Assert.That(found, Is.EqualTo("slipway.yml:1:39: error SLP002: not valid YAML: nested more than 32 deep"));
    }

    [Test]
    public void The_exception_holds_each_mistake_as_data()
    {
        var exception = Assert.Throws<ConfigurationException>(() => SettingsText.Parse(SettingsText.Smallest + "pul: {}\n"));

        Assert.That(exception?.Errors, Is.EqualTo(
            new[] { new ConfigurationError(new("slipway.yml", 8, 1), ErrorCode.UnknownKey, "unknown key 'pul'; did you mean 'pull'?") }));
    }
}
