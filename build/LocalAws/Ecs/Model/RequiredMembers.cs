using System.Text.Json.Nodes;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Model;

/// <summary>Members that ECS refuses a request without.</summary>
internal static class RequiredMembers
{
    public static string RequiredText(this JsonObject request, string name) =>
        request.Text(name) is { Length: > 0 } text ? text : throw EcsErrors.InvalidParameter($"{name} should not be empty.");
}
