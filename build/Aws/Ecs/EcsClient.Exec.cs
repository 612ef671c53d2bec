using System.Text.Json.Nodes;
using Slipway.Aws.Calls;

namespace Slipway.Aws.Ecs;

/// <content>ECS Exec. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html</content>
public sealed partial class EcsClient
{
    /// <summary>Starts a command in a running container. After a lost answer a second one may be started, which ends when nobody connects to it.</summary>
    /// <param name="task">Id or ARN.</param>
    /// <param name="command">The program and its arguments, quoted as for a shell; no shell runs them.</param>
    /// <exception cref="AwsException">
    /// with code <c>InvalidParameterException</c> where Exec is not enabled or its agent does not run, and <c>TargetNotConnectedException</c>, among others
    /// </exception>
    public Task<EcsSession> ExecuteCommandAsync(string cluster, string task, string container, string command, CancellationToken cancellationToken)
    {
        var request = new JsonObject { ["cluster"] = cluster, ["task"] = task, ["container"] = container, ["command"] = command, ["interactive"] = true };
        return _json.InvokeAsync(
            "ExecuteCommand",
            request,
            static answer =>
            {
                var session = answer.RequiredObject("session");
                return new EcsSession(session.RequiredText("sessionId"), new(session.RequiredText("streamUrl")), new(session.RequiredText("tokenValue")));
            },
            cancellationToken);
    }
}
