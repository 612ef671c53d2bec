namespace Slipway.LocalAws.CloudWatch.Contract;

/// <summary>The alarms of this LocalAws, as the deployments of ECS go by them.</summary>
public interface IAlarms
{
    /// <summary>Null when there is no such alarm.</summary>
    AlarmFacts? Find(string name);

    /// <summary>Calls back with the name of each alarm that goes to ALARM, until disposed of. It must not block.</summary>
    IDisposable OnAlarm(Action<string> raised);
}

/// <param name="IsRaised">Whether its state is ALARM.</param>
/// <param name="Evaluation">Its period times its evaluation periods.</param>
public sealed record AlarmFacts(string Name, bool IsRaised, TimeSpan Evaluation);
