// Twice as many as cores: a whole run waits for containers more than it computes.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(4)]
