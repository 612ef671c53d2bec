using System.Diagnostics;
using Cake.Core;
using Cake.Core.IO;
using Slipway.Docker.Processes;

namespace Slipway.Docker.Tests.Processes;

public sealed class ProcessTreeRunnerTests
{
    [Test]
    public async Task Output_error_and_exit_code_are_collected_line_by_line()
    {
        using var process = Start("echo one; echo two; echo oops >&2; exit 7");

        var exitCode = await process.WaitForExitAsync(CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.EqualTo(7));
            Assert.That(process.GetStandardOutput(), Is.EqualTo(new[] { "one", "two" }));
            Assert.That(process.GetStandardError(), Is.EqualTo(new[] { "oops" }));
        });
    }

    [Test]
    public async Task More_than_a_pipe_holds_is_read_from_both_streams_while_the_input_is_written()
    {
        var input = string.Concat(Enumerable.Repeat(new string('x', 99) + "\n", 20_000));
        using var process = Start("tee /dev/stderr", input);

        await process.WaitForExitAsync(CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(process.GetStandardOutput().Count(), Is.EqualTo(20_000));
            Assert.That(process.GetStandardError().Count(), Is.EqualTo(20_000));
        });
    }

    [Test]
    public async Task A_process_that_does_not_read_its_input_is_no_error()
    {
        using var process = Start("exit 0", new string('x', 1_000_000));

        var exitCode = await process.WaitForExitAsync(CancellationToken.None);

        Assert.That(exitCode, Is.Zero);
    }

    [Test]
    public async Task Without_input_the_process_reads_the_end_of_file_and_not_the_terminal()
    {
        using var process = Start("cat; echo end");

        await process.WaitForExitAsync(CancellationToken.None);

        Assert.That(process.GetStandardOutput(), Is.EqualTo(new[] { "end" }));
    }

    [Test]
    public async Task Bytes_travel_both_ways_unchanged()
    {
        byte[] sent = [0, 255, 10, 13, 128];
        using var received = new MemoryStream();
        using var process = new ProcessTreeRunner().Start("cat", new ProcessSettings(), (output, token) => output.CopyToAsync(received, token));

        await process.WaitForExitAsync(async (input, token) => await input.WriteAsync(sent, token), CancellationToken.None);

        Assert.That(received.ToArray(), Is.EqualTo(sent));
    }

    [Test]
    public void Cancelling_kills_the_process_and_all_that_it_started()
    {
        using var cancellation = new CancellationTokenSource();
        var pids = new List<int>();
        using var process = Start("sleep 1000 & echo $!; echo $$; sleep 1000", onLine: line =>
        {
            pids.Add(int.Parse(line));
            if (pids.Count == 2)
                cancellation.Cancel();
        });

        Assert.That(async () => await process.WaitForExitAsync(cancellation.Token), Throws.InstanceOf<OperationCanceledException>());

        Assert.Multiple(() =>
        {
            Assert.That(pids, Has.Count.EqualTo(2));
            Assert.That(pids.Where(IsAlive), Is.Empty);
        });

    }

    [Test]
    public async Task A_child_that_is_left_running_with_the_output_does_not_hold_up_the_end()
    {
        var watch = Stopwatch.StartNew();
        using var process = Start("sleep 30 & echo $!");

        var exitCode = await process.WaitForExitAsync(CancellationToken.None);

        var child = int.Parse(process.GetStandardOutput().Single());
        using var left = Process.GetProcessById(child);
        left.Kill();
        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.Zero);
            Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(20)));
        });
    }

    [Test]
    public void An_exception_of_a_line_handler_ends_the_process_and_is_thrown()
    {
        using var process = Start("echo line; sleep 1000", onLine: _ => throw new InvalidDataException("not my format"));

        Assert.That(
            async () => await process.WaitForExitAsync(CancellationToken.None),
            Throws.TypeOf<InvalidDataException>().With.Message.EqualTo("not my format"));
    }

    [Test]
    public async Task Output_that_is_read_slowly_is_read_to_its_end()
    {
        var received = 0L;
        using var process = new ProcessTreeRunner().Start("sh", Script("head -c 3000 /dev/zero"), async (output, token) =>
        {
            var buffer = new byte[1000];
            while (await output.ReadAsync(buffer, token) is > 0 and var count)
            {
                // Longer in all than the patience with a pipe that someone else holds open.
                await Task.Delay(TimeSpan.FromMilliseconds(900), token);
                received += count;
            }
        });

        await process.WaitForExitAsync(CancellationToken.None);

        Assert.That(received, Is.EqualTo(3000));
    }

    [Test]
    public async Task A_producer_that_fails_to_read_its_own_source_is_not_taken_for_the_end_of_the_input()
    {
        using var process = new ProcessTreeRunner().Start("sh", Script("cat > /dev/null"));

        var exception = await Failure.OfAsync<IOException>(
            () => process.WaitForExitAsync((_, _) => throw new IOException("disk error"), CancellationToken.None));

        Assert.That(exception.Message, Is.EqualTo("disk error"));
    }

    [Test]
    public async Task A_process_that_ends_with_an_error_while_it_is_written_to_tells_its_exit_code()
    {
        using var process = new ProcessTreeRunner().Start("sh", Script("exit 5"));

        var exitCode = await process.WaitForExitAsync(
            async (input, token) =>
            {
                while (true)
                    await input.WriteAsync(new byte[10_000], token);
            },
            CancellationToken.None);

        Assert.That(exitCode, Is.EqualTo(5));
    }

    [Test]
    public void A_program_that_is_not_there_is_named()
    {
        var runner = new ProcessTreeRunner();

        Assert.That(
            () => runner.Start("/no/such/program", new ProcessSettings()),
            Throws.TypeOf<CakeException>().With.Message.StartsWith("program: Could not start '/no/such/program': "));
    }

    [Test]
    public void The_synchronous_wait_of_cakes_interface_works_too()
    {
        IProcessRunner runner = new ProcessTreeRunner();
        using var process = runner.Start("sh", new() { Arguments = ListArgument.Builder(["-c", "echo done; exit 3"]), RedirectStandardOutput = true });

        process.WaitForExit();

        Assert.Multiple(() =>
        {
            Assert.That(process.GetExitCode(), Is.EqualTo(3));
            Assert.That(process.GetStandardOutput(), Is.EqualTo(new[] { "done" }));
        });
    }

    private static ProcessSettings Script(string script) => new() { Arguments = ListArgument.Builder(["-c", script]) };

    private static TreeProcess Start(string script, string? input = null, Action<string>? onLine = null)
    {
        var settings = new ProcessSettings
        {
            Arguments = ListArgument.Builder(["-c", script]),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (input is not null)
            settings.StandardInput = input;
        if (onLine is not null)
            settings.RedirectedStandardOutputHandler = line =>
            {
                onLine(line);
                return line;
            };
        return new ProcessTreeRunner().Start("sh", settings);
    }

    // A process that was killed and not yet reaped (state Z) is dead.
    private static bool IsAlive(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/stat").Split(") ")[1][0] != 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }
}
