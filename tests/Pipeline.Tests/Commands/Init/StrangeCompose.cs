namespace Slipway.Pipeline.Tests.Commands.Init;

/// <summary>A Compose file, and what becomes of it.</summary>
/// <param name="Name">What is strange about it.</param>
public sealed record StrangeCompose(string Name, string Compose)
{
    public static readonly IReadOnlyList<StrangeCompose> All =
    [
        new("profiles", """
            services:
              web: { build: web, ports: ["8080:80"], environment: { API_URL: "http://api:8000" }, depends_on: { api: { condition: service_started }, debug: { condition: service_started, required: false } } }
              api: { build: api, expose: ["8000"] }
              debug: { build: debug, profiles: [debug], ports: ["5555:5555"] }
              seed: { image: "alpine:3.20", command: [sh, -c, "echo seed"], profiles: [tools] }
            """)
        {
            Ec2 = "api; web after api",
            Says =
            [
                "EC2: debug, seed: left out, since they start with a profile only.",
            ],
        },
        new("extends and anchors", """
            x-env: &env { LOG_LEVEL: info, TZ: UTC }
            x-base: &base
              restart: unless-stopped
              environment: { <<: *env, REDIS_URL: "redis://cache:6379/0" }
            services:
              base: { build: ., environment: { <<: *env }, command: ["true"] }
              web: { extends: { service: base }, command: [serve], ports: ["8000:8000"] }
              worker: { <<: *base, extends: { service: base }, command: [work] }
              cache: { image: "redis:7" }
            """) { Ec2 = "base; web; worker" },
        new("the network of another service", """
            services:
              vpn: { build: vpn, ports: ["8080:8080"], cap_add: [NET_ADMIN] }
              torrent: { build: torrent, network_mode: "service:vpn", depends_on: [vpn] }
              ui: { build: ui, ports: ["3000:3000"], environment: { BACKEND: "http://vpn:8080" } }
            """)
        {
            Ec2 = "taskdefs/local-vpn-taskdef.json, taskdefs/staging-vpn-taskdef.json, taskdefs/production-vpn-taskdef.json: service 'torrent' has the network of another one (service:vpn), and containers of a task have one network only in network mode awsvpc; use --launch-type=fargate, or give the service a network of its own.",
            Fargate = "ui after vpn; vpn",
        },
        new("several networks, and an alias of two", """
            services:
              proxy: { build: proxy, ports: ["80:80"], networks: [front, back], environment: { UPSTREAM: "www.internal:8000", API: "http://app:9000" } }
              site: { build: site, networks: { back: { aliases: [www.internal] } } }
              one: { build: one, networks: { back: { aliases: [app] } }, expose: ["9000"] }
              two: { build: two, networks: { back: { aliases: [app] } }, expose: ["9000"] }
            networks: { front: {}, back: { internal: true } }
            """)
        {
            Ec2 = "one; proxy after one, site, two; site; two",
            Says =
            [
                "EC2: app: an alias of 'one' and 'two', among which Compose chooses",
            ],
        },
        new("all conditions, and a circle", """
            services:
              web: { build: web, ports: ["8080:8080"], environment: { API: "http://api:9000" }, depends_on: { api: { condition: service_healthy, restart: true }, migrate: { condition: service_completed_successfully } } }
              api: { build: api, environment: { CALLBACK: "http://web:8080/cb" }, depends_on: { migrate: { condition: service_completed_successfully }, db: { condition: service_healthy } }, healthcheck: { test: [CMD, curl, -f, "http://api:9000/health"], interval: 5s } }
              migrate: { build: api, command: [migrate], depends_on: { db: { condition: service_healthy } } }
              db: { image: "postgres:16", healthcheck: { test: ["CMD-SHELL", "pg_isready -h db -U app"] }, environment: { POSTGRES_PASSWORD: pw } }
            """)
        {
            Ec2 = "api; web after api",
            Says =
            [
                "EC2: api: it calls 'web', which is deployed after it",
                "Fargate: migrate: a container in the task of 'api': it is waited for until it has ended.",
            ],
        },
        new("ports twice", """
            services:
              web: { build: web, ports: ["8080:80", "8081:80", "127.0.0.1:8082:80"] }
              admin: { build: admin, ports: ["127.0.0.2:8080:3000"] }
              dns: { build: dns, ports: ["5353:53/udp", "5353:53/tcp"] }
            """)
        {
            Ec2 = "admin; dns; web",
            Says =
            [
                "EC2: admin: ports: 8080:3000: a container instance has port 8080 once, and it is that of 'web'",
                "Fargate: admin: nobody reaches port 3000 in the rehearsal, since Fargate publishes nothing and port 8080 of this machine is another service's",
            ],
        },
        new("names", """
            services:
              web_front: { build: web, ports: ["8080:80"], environment: { API: "http://My_API.v2:8000" }, depends_on: [My_API.v2] }
              My_API.v2: { build: api }
            """) { Ec2 = "Compose calls the image of 'My_API.v2' 'shop-My_API.v2', which Docker refuses: names of images have lower-case letters, digits and single separators. Rename the service, or give it an 'image'. Nothing was written." },
        new("names with capitals and dots", """
            services:
              Web_Front: { build: web, image: shop/web, ports: ["8080:80"], environment: { API: "http://My_API.v2:8000" }, depends_on: [My_API.v2] }
              My_API.v2: { build: api, image: shop/api }
              9lives.x: { build: cat, expose: [99] }
            """) { Ec2 = "9lives-x; My_API-v2; Web_Front after My_API-v2" },
        new("exposed only", """
            services:
              gateway: { build: gateway, expose: ["8000-8003", "9000"] }
              users: { build: users, expose: ["50051/tcp", "8125/udp"] }
              caller: { build: caller, environment: { USERS: "users:50051", GATEWAY: "http://gateway:8002" } }
            """)
        {
            Ec2 = "caller after gateway; gateway; users",
            Says =
            [
                "EC2: users: UDP 8125 is not joined",
            ],
        },
        new("links with aliases", """
            services:
              web: { build: web, ports: ["80:80"], links: ["database:db", "api:backend", api], environment: { DB_HOST: db, BACKEND_URL: "http://backend:4000/" } }
              api: { build: api, links: ["database"], external_links: ["legacy:old"] }
              database: { image: "mysql:8.4", environment: { MYSQL_ROOT_PASSWORD: x } }
            """)
        {
            Ec2 = "api; web after api",
            Says =
            [
                "Fargate: web: environment: BACKEND_URL, DB_HOST: the name of the Compose service is written in the place of 'backend', 'db'",
            ],
        },
        new("health checks that ask by the own name", """
            services:
              web: { build: web, container_name: shop-web, ports: ["8080:8080"], healthcheck: { test: "curl -f http://shop-web:8080/up || exit 1" } }
              api: { build: api, healthcheck: { test: [CMD, wget, -q, "http://api:3000/health"] } }
            """)
        {
            Ec2 = "api; web",
            Says =
            [
                "EC2: web: healthcheck: localhost is written in the place of 'shop-web'",
            ],
        },
        new("configs and secrets", """
            services:
              web: { build: web, ports: ["8080:80"], configs: [{ source: nginx, target: /etc/nginx/conf.d/default.conf }], secrets: [token] }
              api: { build: api, secrets: [{ source: token, target: api_token }, dbpw], environment: { DB_PASSWORD_FILE: /run/secrets/dbpw }, configs: [inline] }
            configs: { nginx: { file: ./nginx.conf }, inline: { content: "a=1\n" } }
            secrets: { token: { file: ./token.txt }, dbpw: { environment: DBPW } }
            """) { Ec2 = "api; web after api" },
        new("replicas", """
            services:
              vote: { build: vote, ports: ["5000:80"], deploy: { replicas: 2 }, environment: { REDIS: redis } }
              result: { build: result, ports: ["5001:80"], scale: 2 }
              agent: { build: agent, deploy: { mode: global } }
              redis: { image: "redis:alpine" }
            """)
        {
            Ec2 = "agent; result; vote",
            Says =
            [
                "EC2: vote: ports: 5000:80: a container instance has port 5000 once, and there are 2 tasks",
            ],
        },
        new("two targets of one Dockerfile", """
            services:
              web: { build: { context: ., target: web }, ports: ["8080:80"] }
              worker: { build: { context: ., target: worker }, environment: { WEB: "http://web/" } }
              web2: { build: { context: ., target: web }, command: [other], expose: [81] }
            """) { Ec2 = "web; web2; worker after web" },
        new("namespaces of processes, networks of the machine", """
            services:
              app: { build: app, ports: ["8080:8080"] }
              tracer: { build: tracer, pid: "service:app", ipc: "service:app" }
              hostish: { build: hostish, network_mode: host }
              alone: { build: alone, network_mode: none }
            """)
        {
            Ec2 = "alone; app; hostish",
            Says =
            [
                "EC2: tracer: a container in the task of 'app': it sees its processes.",
                "EC2: hostish: network mode host has no Service Connect",
                "Fargate: hostish: network_mode: in ECS all containers of a task have one network mode, here awsvpc; 'host' is left out.",
            ],
        },
        new("UDP", """
            services:
              web: { build: web, ports: ["8080:80"], environment: { STATSD_HOST: statsd, STATSD_PORT: "8125", SYSLOG: "udp://logs:514" } }
              statsd: { build: statsd, ports: ["8125:8125/udp"] }
              logs: { build: logs, expose: ["514/udp"] }
              game: { build: game, ports: ["27015:27015/udp", "27015:27015/tcp"] }
            """)
        {
            Ec2 = "game; logs; statsd; web after logs, statsd",
            Says =
            [
                "EC2: statsd: UDP 8125 is not joined",
                "Fargate: logs: UDP 514 is not joined",
                "Fargate: game: nobody reaches port 27015 in the rehearsal",
                "EC2: web: environment: STATSD_HOST, SYSLOG: FILL-IN is written in the place of 'statsd', 'logs'; Service Connect is of TCP, and it listens on UDP.",
            ],
        },
        new("shared folders", """
            services:
              web: { build: web, ports: ["80:80"], volumes: ["./data:/data", "./conf/app.ini:/app.ini:ro"] }
              indexer: { build: indexer, volumes: ["./data:/data"] }
              beat: { build: web, command: [beat], volumes_from: ["web:ro"] }
            """)
        {
            Ec2 = "web",
            Says =
            [
                "EC2: indexer: a container in the task of 'web': it shares folder 'data'",
            ],
        },
        new("no HTTP", """
            services:
              broker: { image: "eclipse-mosquitto:2", ports: ["1883:1883"] }
              sensor: { build: sensor, environment: { MQTT: "mqtt://broker:1883" } }
              ui: { build: ui, ports: ["443:443"] }
            """)
        {
            Ec2 = "broker; sensor after broker; ui",
            Says =
            [
                "Fargate: broker: nobody reaches port 1883 in the rehearsal",
            ],
        },
        new("nothing but jobs", """
            services:
              one: { build: one, restart: "no" }
              two: { build: two, restart: "no" }
            """)
        {
            Ec2 = "one; two",
            Says =
            [
                "EC2: one: if it does its work and ends",
            ],
        },
    ];

    /// <summary>The services of staging, or the last line of the refusal.</summary>
    public required string Ec2 { get; init; }

    /// <summary>Null for the same.</summary>
    public string? Fargate { get; init; }

    /// <summary>How remarks begin.</summary>
    public IReadOnlyList<string> Says { get; init; } = [];

    public override string ToString() => Name;

    internal ApplicationFolder Folder()
    {
        var folder = new ApplicationFolder(Compose);
        folder.Write("nginx.conf", "server { location / { proxy_pass http://api:9000; } }\n");
        folder.Write("token.txt", "s3cret");
        folder.Write(".env", "DBPW=pw\n");
        return folder;
    }
}
