namespace Slipway.Aws.Tests.Servers;

/// <summary>Where a server is known to answer otherwise than AWS. The contract asks it for less there, and for no less anywhere else.</summary>
[Flags]
public enum Deviations
{
    None = 0,

    /// <summary>The registry's login expired in 2015.</summary>
    ExpiredLogin = 1,

    /// <summary>ListTaskDefinitions ignores <c>sort</c>.</summary>
    UnsortedTaskDefinitions = 2,

    /// <summary>UpdateService changes the service's task definition, and not its primary deployment's.</summary>
    OneDeploymentForEver = 4,

    /// <summary>DescribeTasks says nothing of tasks that do not exist.</summary>
    SilentAboutMissingTasks = 8,

    /// <summary>FilterLogEvents ignores <c>logStreamNamePrefix</c>.</summary>
    UnfilteredLogStreams = 16,

    /// <summary>GetLogEvents says about a stream that is missing that its group is.</summary>
    MissingStreamIsMissingGroup = 32,

    /// <summary>PutObject checks its condition and then writes, and another may write between.</summary>
    ConditionsInTwoSteps = 64,
}
