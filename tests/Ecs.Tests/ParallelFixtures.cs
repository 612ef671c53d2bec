// Twice as many as cores: fixtures that start processes wait more than they compute. Those that change the process itself are NonParallelizable.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(4)]
