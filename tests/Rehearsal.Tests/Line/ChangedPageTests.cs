using System.Collections.Concurrent;

namespace Slipway.Rehearsal.Tests.Line;

/// <summary>The sample application behind its load balancer, while a release with another page takes the place of the first.</summary>
[TestFixture]
[NonParallelizable]
public sealed class ChangedPageTests
{
    private const int Clients = 4;

    [Test]
    public async Task A_deployment_of_a_changed_page_loses_no_request()
    {
        await using var copy = await RehearsalCopy.CreateAsync();
        var first = await copy.RunAsync("--target=Deploy", "--env=local");
        copy.Replace("app/resources/views/lessons.blade.php", "<h1>", "<h1>Changed: ");

        using var stop = new CancellationTokenSource();
        var answers = new ConcurrentBag<string>();
        var clients = Enumerable.Range(0, Clients).Select(number => AskAsync(copy.Page, closing: number % 2 == 0, answers, stop.Token)).ToList();
        var second = await copy.RunAsync("--target=Deploy", "--env=local");
        await stop.CancelAsync();
        await Task.WhenAll(clients);

        Assert.That((first.ExitCode, second.ExitCode), Is.EqualTo((0, 0)));
        Assert.That(second.Output, Does.Contain("has begun draining connections on 1 tasks."));
        TestContext.Out.WriteLine(string.Join(", ", answers.GroupBy(answer => answer).Select(answer => $"{answer.Count()} × {answer.Key}")));
        Assert.That(answers, Is.All.EqualTo("old").Or.EqualTo("new"));
        Assert.That(answers, Does.Contain("old").And.Contain("new"));
    }

    private static async Task AskAsync(string page, bool closing, ConcurrentBag<string> answers, CancellationToken stop)
    {
        // What .NET tries again by itself would hide a loss: a connection that was kept and is broken at its next use.
        using var http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = closing ? TimeSpan.Zero : Timeout.InfiniteTimeSpan });
        while (!stop.IsCancellationRequested)
        {
            answers.Add(await AnswerAsync(http, page));
            await Task.Delay(20, CancellationToken.None);
        }
    }

    private static async Task<string> AnswerAsync(HttpClient http, string page)
    {
        try
        {
            using var answer = await http.GetAsync(page);
            return !answer.IsSuccessStatusCode ? $"{(int)answer.StatusCode}" : (await answer.Content.ReadAsStringAsync()).Contains("<h1>Changed: ", StringComparison.Ordinal) ? "new" : "old";
        }
        catch (HttpRequestException lost)
        {
            return lost.Message;
        }
    }
}
