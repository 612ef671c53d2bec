using Cake.Core;
using Cake.Frosting;

namespace Slipway.Frosting.Tests;

/// <summary>The only public tasks of this assembly: what a host finds in it.</summary>
public static class PublicTasks
{
    public abstract class Unfinished : FrostingTask;

    public sealed class Nested : FrostingTask
    {
        public override void Run(ICakeContext context) => context.Log.Write(Cake.Core.Diagnostics.Verbosity.Normal, Cake.Core.Diagnostics.LogLevel.Information, "Nested");
    }

    internal sealed class Hidden : FrostingTask;
}
