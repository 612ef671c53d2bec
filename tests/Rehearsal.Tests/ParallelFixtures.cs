using Slipway.Rehearsal.Tests;
using Slipway.Rehearsal.Tests.Collection;
using Slipway.Rehearsal.Tests.Environments;
using Slipway.Rehearsal.Tests.Failures;
using Slipway.Rehearsal.Tests.Init;
using Slipway.Rehearsal.Tests.Interruptions;
using Slipway.Rehearsal.Tests.Line;
using Slipway.Rehearsal.Tests.Packages;
using Slipway.Rehearsal.Tests.Scripts;
using Slipway.Rehearsal.Tests.Secrets;
using Slipway.Rehearsal.Tests.Services;

// With the other projects beside them: two left a third of the processors' time unused, three a tenth, as fixtures also wait.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(4)]
// The longest first, and those that use the deployed copy together. The parts of the table mostly wait, so each runs beside fixtures that do not.
[assembly: StartFirst(
    typeof(FirstRunTests),
    typeof(EnvironmentTests),
    typeof(InterruptedTaskTests),
    typeof(ConcurrentDeploymentTests),
    typeof(WhileTheApplicationRunsTests),
    typeof(FirstDeploymentTableTests),
    typeof(StrategyTests),
    typeof(FargateMistakesTests),
    typeof(SecondDeploymentTableTests),
    typeof(RollbackTests),
    typeof(ThirdDeploymentTableTests),
    typeof(NewApplicationTests),
    typeof(CollectionTests),
    typeof(ServiceFilesTests),
    typeof(PackageTests),
    typeof(InterruptedDeploymentTests),
    typeof(PlantedSecretsTests),
    typeof(RealTreeTests),
    typeof(RecompilationTests))]
