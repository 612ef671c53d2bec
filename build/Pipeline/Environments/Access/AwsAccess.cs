using Slipway.Aws;
using Slipway.Pipeline.Configuration;
using Slipway.Pipeline.Environments.Rehearsal;
using Slipway.Pipeline.Foundation.CommandLine;
using Slipway.Pipeline.Foundation.Failures;
using Slipway.Pipeline.Foundation.Output;

namespace Slipway.Pipeline.Environments.Access;

/// <summary>Finds the way into an environment's account: AWS's own, or the rehearsal.</summary>
public sealed class AwsAccess(RehearsalAws rehearsal, ILog log)
{
    /// <summary>Connects to the account that the environment names. The rehearsal is started when it does not run.</summary>
    /// <param name="folder">A private one that goes when the clients do: the SDK reads a step's identity from a file.</param>
    /// <exception cref="RunFailedException">The credentials are of another account.</exception>
    /// <exception cref="AwsException">There are none, or AWS refused them.</exception>
    public async Task<AwsClients> ConnectAsync(Settings settings, PlaceholderValues placeholders, string folder, CancellationToken cancellation)
    {
        var isRehearsal = settings.IsRehearsal;
        if (!isRehearsal) await StepIdentity.ProvideAsync(EnvironmentVariables.OfThisProcess(), folder, cancellation);
        var clients = AwsClients.Create(isRehearsal ? await rehearsal.StartAsync(settings, log, cancellation) : new() { Region = settings.Region, Role = settings.Role?.Render(placeholders) });
        try
        {
            await RequireAccountAsync(settings, clients, cancellation);
            return clients;
        }
        catch
        {
            clients.Dispose();
            throw;
        }
    }

    /// <summary>Asks AWS something that needs no run of the pipeline, and changes nothing.</summary>
    public async Task<T> AskAsync<T>(Settings settings, PlaceholderValues placeholders, Func<AwsClients, Task<T>> question, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("slipway-");
        try
        {
            using var clients = await ConnectAsync(settings, placeholders, folder.FullName, cancellation);
            return await question(clients);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Deploying to the wrong account is worse than not deploying.</summary>
    private static async Task RequireAccountAsync(Settings settings, AwsClients aws, CancellationToken cancellation)
    {
        var caller = await aws.Identity.GetCallerIdentityAsync(cancellation);
        if (settings.Account is null || settings.Account == caller.Account) return;
        if (settings.IsRehearsal)
            throw new RunFailedException(
                ExitCodes.Prerequisite,
                $"{settings.PlaceOf("account")}: the rehearsal that is running was started as account {caller.Account}, and 'account' is {settings.Account} now. Take it down first (--target=Down --env={settings.Environment}), or correct 'account'.");
        throw new RunFailedException(
            ExitCodes.Prerequisite,
            $"{settings.PlaceOf("account")}: environment '{settings.Environment}' is account {settings.Account}, but the credentials are of account {caller.Account} ({caller.Arn}). Use that account's credentials, or correct 'account'.");
    }
}
