using System.Text.Json.Nodes;
using Slipway.LocalAws.Ecs.Model;
using Slipway.LocalAws.Kernel.Protocol;

namespace Slipway.LocalAws.Ecs.Api;

/// <summary>
/// PutAccountSetting, PutAccountSettingDefault, ListAccountSettings and DeleteAccountSetting. Every caller is the account's root user; <c>containerInsights</c> counts
/// for the clusters that are created, the others are kept and answered. Values are those of https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-account-settings.html
/// </summary>
public sealed class AccountSettingOperations(EcsState state, EcsArns arns) : IOperations
{
    public const string Insights = "containerInsights";

    private static readonly string[] Switch = ["enabled", "disabled"];

    /// <summary>By name, the values that it may be given; the first is what holds where none was put.</summary>
    private static readonly Dictionary<string, string[]> Values = new()
    {
        ["serviceLongArnFormat"] = ["enabled"],
        ["taskLongArnFormat"] = ["enabled"],
        ["containerInstanceLongArnFormat"] = ["enabled"],
        ["awsvpcTrunking"] = ["disabled", "enabled"],
        [Insights] = ["disabled", "enabled", "enhanced"],
        ["dualStackIPv6"] = ["disabled", "enabled"],
        ["fargateFIPSMode"] = ["disabled", "enabled"],
        ["fargateTaskRetirementWaitPeriod"] = ["7", "0", "14"],
        ["fargateEventWindows"] = ["disabled", "enabled"],
        ["tagResourceAuthorization"] = ["on", "off"],
        ["defaultLogDriverMode"] = ["non-blocking", "blocking"],
    };

    public IReadOnlyDictionary<string, Func<JsonObject, JsonObject>> Operations => new Dictionary<string, Func<JsonObject, JsonObject>>
    {
        ["PutAccountSetting"] = request => Put(request, request.Text("principalArn") ?? arns.RootUser),
        ["PutAccountSettingDefault"] = request => Put(request, arns.RootUser),
        ["ListAccountSettings"] = List,
        ["DeleteAccountSetting"] = Delete,
    };

    /// <summary>What a cluster gets whose creation says nothing about it.</summary>
    internal static string InsightsOf(EcsState state) => state.AccountSettings.Find(setting => setting.Name == Insights)?.Value ?? Values[Insights][0];

    private JsonObject Put(JsonObject request, string principal)
    {
        var (name, value) = (Name(request), request.RequiredText("value"));
        // The sentences are unconfirmed.
        if (Values[name] is ["enabled"] && Switch.Contains(value) && value != "enabled")
            throw EcsErrors.InvalidParameter($"The setting {name} can no longer be disabled.");
        if (!Values[name].Contains(value))
            throw EcsErrors.InvalidParameter($"The value '{value}' of the setting {name} is not one of {string.Join(", ", Values[name])}.");
        var put = new AccountSetting(name, value, principal);
        state.AccountSettings.RemoveAll(known => known.Name == name && known.Principal == principal);
        state.AccountSettings.Add(put);
        return new() { ["setting"] = View(put) };
    }

    private JsonObject List(JsonObject request)
    {
        var (name, value, principal) = (request.Text("name"), request.Text("value"), request.Text("principalArn") ?? arns.RootUser);
        var put = state.AccountSettings.Where(setting => setting.Principal == principal);
        var listed = request.Flag("effectiveSettings") == true
            ? Values.Select(known => Find(known.Key, principal) ?? Find(known.Key, arns.RootUser) ?? new(known.Key, known.Value[0], arns.RootUser)).Select(setting => setting with { Principal = principal })
            : put;
        return Page.Of(request, "settings", [.. listed.Where(setting => (name is null || setting.Name == name) && (value is null || setting.Value == value)).Select(View)]);
    }

    private JsonObject Delete(JsonObject request)
    {
        var (name, principal) = (Name(request), request.Text("principalArn") ?? arns.RootUser);
        var gone = Find(name, principal) ?? new(name, Values[name][0], principal);
        state.AccountSettings.Remove(gone);
        return new() { ["setting"] = View(gone with { Value = Values[name][0] }) };
    }

    private AccountSetting? Find(string name, string principal) => state.AccountSettings.Find(setting => setting.Name == name && setting.Principal == principal);

    private static string Name(JsonObject request) => request.RequiredText("name") is var name && Values.ContainsKey(name)
        ? name
        : throw EcsErrors.InvalidParameter($"The setting name '{name}' is not one of {string.Join(", ", Values.Keys)}.");

    private static JsonObject View(AccountSetting setting) =>
        new() { ["name"] = setting.Name, ["value"] = setting.Value, ["principalArn"] = setting.Principal, ["type"] = "user" };
}
