#:project ../build/Ecs/Ecs.csproj
#:property AssemblyName=slipway-bench-lint
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false

// Lints every *.json of a folder, as ./build.sh --target=Lint does with the task definitions of a repository, and prints how many
// findings there are. Used by bench/run.sh.
using Slipway.Ecs.Linting;
using Slipway.Ecs.Sources;

var findings = Directory.GetFiles(args[0], "*.json")
    .Sum(file => TaskDefinitionLinter.Lint(JsonSource.Parse(File.ReadAllBytes(file), file), launchType: null).Count);
Console.WriteLine($"{findings} findings");
