using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Page;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Overview;

/// <summary>Tasks and their containers on the page: a row for each container, and one for why a task stopped.</summary>
internal static class TaskTable
{
    private const string DigestMark = "@sha256:";
    private const int DigitsOfADigest = 12;
    private const int DigitsOfATask = 8;
    private static readonly string[] Columns = ["Task", "Status", "Container", "Image", "State", "Health", "Ports on 127.0.0.1", "Log"];

    public static Html Of(string caption, IReadOnlyList<JsonObject> tasks) =>
        tasks.Count == 0 ? PageParts.Empty("None.") : PageParts.Table(caption, Columns, Html.Of(tasks.Select(Rows)));

    private static Html Rows(JsonObject task)
    {
        var id = EcsArns.NameOf(task.Text("taskArn")!);
        var status = task.Text("lastStatus");
        var containers = task.Objects("containers");
        var why = Reason(task);
        var rows = containers.Count + (why is null ? 0 : 1);
        var stopped = status == "STOPPED" ? "stopped" : "";
        var heading = Html.Of($"""
            <th scope="rowgroup" rowspan="{rows}"><span class="id" title="{id}">{id[..Math.Min(DigitsOfATask, id.Length)]}</span><br><span class="quiet">{EcsArns.NameOf(task.Text("taskDefinitionArn")!)}</span></th>
            <td rowspan="{containers.Count}">{PageParts.State(ToneOf(status), status)}</td>
            """);
        var lines = containers.Select((container, index) =>
            Html.Of($"<tr class=\"{stopped}{(index > 0 ? " more" : "")}\">{(index == 0 ? heading : Html.Nothing)}{Cells(container, id)}</tr>"));
        var last = why is null ? Html.Nothing : Html.Of($"<tr class=\"{stopped} more\"><td class=\"why\" colspan=\"{Columns.Length - 1}\">{why}</td></tr>");
        return Html.Of($"{lines}{last}");
    }

    private static Html Cells(JsonObject container, string taskId)
    {
        var name = container.Text("name")!;
        var state = container.Text("lastStatus") + (container.Number("exitCode") is { } code ? $", exit code {code}" : "");
        var tone = container.Text("lastStatus") switch
        {
            "RUNNING" => PageTone.Good,
            "STOPPED" => container.Number("exitCode") is 0 ? PageTone.Idle : PageTone.Bad,
            _ => PageTone.Busy,
        };
        // Once stopped it has neither: its last health says nothing, and its ports are someone else's soon.
        var isUp = container.Text("lastStatus") != "STOPPED";
        var ports = isUp ? container.Objects("networkBindings").Select(Port).ToList() : [];
        var reason = container.Text("reason") is { } text ? Html.Of($"<br><span class=\"why\">{text}</span>") : Html.Nothing;
        var log = container.Text("runtimeId") is null ? Html.Nothing : PageParts.TextLink(ContainerLog.TextName, $"{taskId}/{name}", "log");
        return Html.Of(
            $"<td>{name}</td><td><code title=\"{container.Text("image")}\">{Short(container.Text("image"))}</code></td><td>{PageParts.State(tone, state)}{reason}</td><td>{(isUp ? Health(container.Text("healthStatus")) : Html.Nothing)}</td><td>{ports}</td><td>{log}</td>");
    }

    private static Html Port(JsonObject binding)
    {
        var (host, container, protocol) = (binding.Number("hostPort") ?? 0, binding.Number("containerPort") ?? 0, binding.Text("protocol"));
        return protocol == "tcp"
            ? Html.Of($"<a href=\"http://127.0.0.1:{host}/\">{host}</a> → {container}<br>")
            : Html.Of($"{host} → {container}/{protocol}<br>");
    }

    private static Html Health(string? health) => health switch
    {
        "HEALTHY" => PageParts.State(PageTone.Good, health),
        "UNHEALTHY" => PageParts.State(PageTone.Bad, health),
        _ => Html.Of($"<span class=\"quiet\">{health}</span>"),
    };

    /// <summary>A digest by its first digits, which are what people compare.</summary>
    private static string Short(string? image) =>
        image?.IndexOf(DigestMark, StringComparison.Ordinal) is { } mark and >= 0 && image.Length > mark + DigestMark.Length + DigitsOfADigest
            ? $"{image[..(mark + DigestMark.Length + DigitsOfADigest)]}…"
            : image ?? "";

    private static string? Reason(JsonObject task) => task.Text("stoppedReason") is { } reason
        ? task.Text("stopCode") is { } code ? $"{code}: {reason}" : reason
        : null;

    private static PageTone ToneOf(string? status) => status switch
    {
        "RUNNING" => PageTone.Good,
        "STOPPED" or "DEPROVISIONING" => PageTone.Idle,
        _ => PageTone.Busy,
    };
}
