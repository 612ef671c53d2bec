namespace Slipway.Ecs.FromCompose;

/// <summary>Something that a Compose file says and the task definition does not, or not in the same way.</summary>
/// <param name="Service">The Compose service; empty for what concerns all of them.</param>
/// <param name="Key">The key of the Compose file, as in <c>healthcheck.interval</c>.</param>
/// <param name="Reason">Why, with the value, and where possible what to do; a sentence without its full stop.</param>
public sealed record ConversionWarning(string Service, string Key, string Reason)
{
    public override string ToString() => Service.Length > 0 ? $"{Service}: {Key}: {Reason}" : $"{Key}: {Reason}";
}
