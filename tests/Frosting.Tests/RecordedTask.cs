using Cake.Core;
using Cake.Frosting;

namespace Slipway.Frosting.Tests;

/// <summary>A task that writes its class's name into the journal.</summary>
internal abstract class RecordedTask(Journal journal) : FrostingTask
{
    protected Journal Journal => journal;

    public override void Run(ICakeContext context) => journal.Add(GetType().Name);
}
