using System.Collections.Concurrent;

namespace Slipway.Aws.Ecr;

/// <summary>
/// ECR fails a whole batch when one of its names does not exist, and names just that one. So a batch that fails for that reason is asked
/// for name by name, a few at a time.
/// </summary>
internal static class Lookup
{
    private const int AtOnce = 8;

    public static async Task<(IReadOnlyList<T> Found, IReadOnlyList<TId> Missing)> AllOrEachAsync<TId, T>(
        IReadOnlyList<TId> ids,
        int batchSize,
        string missingCode,
        Func<IReadOnlyCollection<TId>, CancellationToken, Task<IReadOnlyList<T>>> describe,
        CancellationToken cancellationToken)
        where TId : notnull
    {
        var found = new List<T>();
        var missing = new List<TId>();
        foreach (var batch in ids.Chunk(batchSize))
        {
            try
            {
                found.AddRange(await describe(batch, cancellationToken));
            }
            catch (AwsException exception) when (exception.Code == missingCode)
            {
                var each = await EachAsync(batch, missingCode, describe, cancellationToken);
                found.AddRange(batch.Where(each.ContainsKey).SelectMany(id => each[id]));
                missing.AddRange(batch.Where(id => !each.ContainsKey(id)));
            }
        }

        return (found, missing);
    }

    private static async Task<ConcurrentDictionary<TId, IReadOnlyList<T>>> EachAsync<TId, T>(
        TId[] batch,
        string missingCode,
        Func<IReadOnlyCollection<TId>, CancellationToken, Task<IReadOnlyList<T>>> describe,
        CancellationToken cancellationToken)
        where TId : notnull
    {
        var found = new ConcurrentDictionary<TId, IReadOnlyList<T>>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(batch, options, async (id, token) =>
        {
            try
            {
                found[id] = await describe([id], token);
            }
            catch (AwsException exception) when (exception.Code == missingCode)
            {
                // What is not in the result is missing.
            }
        });
        return found;
    }
}
