using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Scripts;

/// <summary>The program of a <see cref="ScriptCopy"/>: it shows what reaches a program, and which version of it runs.</summary>
internal static class Probe
{
    public const string File = "build/Tool/Program.cs";

    public const string Project = "build/Tool/Tool.csproj";

    /// <summary>What a script says before it compiles, and only then.</summary>
    public const string Compiling = "Compiling Slipway, whose sources have changed…\n";

    public const string CompilingFirst = "Compiling Slipway for the first time, which takes one to seven minutes (packages are downloaded)…\n";

    /// <summary>What it says in all when it has compiled; see <see cref="ScriptCopy.WithoutTimes"/>.</summary>
    public const string Compiled = $"{Compiling}Compiled in N s.\n";

    /// <summary>Makes the program of a copy one that prints a version, for the command <c>version</c>.</summary>
    public static void Write(Workspace workspace, string version) =>
        System.IO.File.WriteAllText(workspace.PathOf(File), Source.Replace("%VERSION%", version, StringComparison.Ordinal));

    /// <summary>
    /// The two projects that build/Publish.proj compiles. The program has its name on Windows as well, for build.ps1. What only the real one gains by is left
    /// out, since it is compiled some forty times: source generators, and code made ahead of time.
    /// </summary>
    public static void WriteProjects(Workspace workspace)
    {
        Directory.CreateDirectory(workspace.PathOf("build/Tool"));
        Directory.CreateDirectory(workspace.PathOf("build/LocalAws"));
        System.IO.File.WriteAllText(workspace.PathOf(Project), """
            <Project Sdk="Microsoft.NET.Sdk" TreatAsLocalProperty="PublishReadyToRun">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <AssemblyName>slipway</AssemblyName>
                <PublishReadyToRun>false</PublishReadyToRun>
              </PropertyGroup>
              <Target Name="WithoutGenerators" BeforeTargets="CoreCompile">
                <ItemGroup><Analyzer Remove="@(Analyzer)" /></ItemGroup>
              </Target>
              <Target Name="NameForWindows" AfterTargets="Publish">
                <Copy SourceFiles="$(PublishDir)slipway" DestinationFiles="$(PublishDir)slipway.exe" />
              </Target>
            </Project>

            """);
        System.IO.File.WriteAllText(workspace.PathOf("build/LocalAws/LocalAws.csproj"), """
            <Project>
              <Target Name="Restore" />
              <Target Name="Publish" />
            </Project>

            """);
    }

    private const string Source = """
        using System.Runtime.InteropServices;

        switch (args)
        {
            case ["version"]:
                Console.Write("%VERSION%");
                return 0;

            case ["arguments", ..]:
                Console.Write(string.Concat(args.Skip(1).Select(argument => $"<{argument}>")));
                return 0;

            case ["exit", var code]:
                return int.Parse(code);

            case ["input"]:
                Console.Write(Console.In.ReadToEnd());
                return 0;

            case ["variables", ..]:
                Console.Write(string.Join('\n', args.Skip(1).Select(Environment.GetEnvironmentVariable).Append(Environment.CurrentDirectory)));
                return 0;

            case ["signal", var code]:
                var signalled = new TaskCompletionSource<string>();
                using (PosixSignalRegistration.Create(PosixSignal.SIGTERM, Take))
                using (PosixSignalRegistration.Create(PosixSignal.SIGINT, Take))
                {
                    Console.WriteLine("waiting");
                    Console.Write(await signalled.Task);
                }

                return int.Parse(code);

                void Take(PosixSignalContext context)
                {
                    context.Cancel = true;
                    signalled.TrySetResult($"{context.Signal}");
                }

            default:
                return 99;
        }
        """;
}
