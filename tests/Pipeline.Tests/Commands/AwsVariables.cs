namespace Slipway.Pipeline.Tests.Commands;

/// <summary>The variables of this process with which AWS is asked: keys of their own, and nothing of the machine's. Disposing gives back what there was.</summary>
internal sealed class AwsVariables : IDisposable
{
    private readonly Dictionary<string, string?> _before = [];

    public AwsVariables()
    {
        (string Name, string? Value)[] own = [("AWS_ACCESS_KEY_ID", "a"), ("AWS_SECRET_ACCESS_KEY", "s"), ("AWS_ENDPOINT_URL", null), ("AWS_PROFILE", null), ("AWS_CONFIG_FILE", "/nowhere"), ("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")];
        foreach (var (name, value) in own) Set(name, value);
    }

    public void Set(string name, string? value)
    {
        _before.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }

    public void Dispose()
    {
        foreach (var (name, value) in _before) Environment.SetEnvironmentVariable(name, value);
        _before.Clear();
    }
}
