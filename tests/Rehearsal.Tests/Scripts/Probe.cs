using Slipway.Testing;

namespace Slipway.Rehearsal.Tests.Scripts;

/// <summary>
/// The program of the copy that the tests of build.sh share: it takes the place of Slipway's own and shows what reaches a program, and
/// which version of it runs.
/// </summary>
internal static class Probe
{
    public const string File = "build/Pipeline/Program.cs";

    /// <summary>What build.sh says when it compiles, and only then.</summary>
    public const string Compiling = "Compiling Slipway (first run or changed sources)…\n";

    /// <summary>Makes the program of a copy one that prints a version, for the command <c>version</c>.</summary>
    public static void Write(Workspace workspace, string version) =>
        System.IO.File.WriteAllText(workspace.PathOf(File), Source.Replace("%VERSION%", version, StringComparison.Ordinal));

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
