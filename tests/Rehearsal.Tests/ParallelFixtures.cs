// More than there are cores: a whole run waits for containers. A fourth made two cores so busy that health checks and clean-ups missed their limits.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(3)]
