namespace Slipway.Pipeline.Configuration.Reference;

/// <summary>What the reference says before its tables.</summary>
internal static class Introduction
{
    public const string Text =
        """
        # Configuration

        Everything that is particular to an application is in one file, `slipway.yml`, at the root of its repository. It says what is built,
        how it is tested, and where it goes, in each environment. This page has every key; it is generated from the declarations that the
        file is read by, and so is `slipway.schema.json`, with which editors complete and explain the keys as you type: the first line of
        the example asks for it (Visual Studio Code needs its YAML extension).

        ## A complete example


        """;

    public const string Rules =
        """
        The smallest file has `application`, `region`, `images` and one environment with `deploy`.

        ## How it is read

        - **One environment at a time.** `--env=NAME` chooses an entry of `environments`. Mappings in it are merged, key by key, with those of
          the top level; lists and single values replace them. What is required must be there then, in either place. A `migrate` or `test`
          that is one mapping is merged, one that is a list is replaced.
        - **Strictly.** An unknown key, a wrong type, a value that cannot work, a service that the Compose files do not have: each is an error
          with its line and column, and all are reported at once, before anything runs: `slipway.yml:12:3: error SLP004: unknown key 'repositry';
          did you mean 'repository'?` The other environments are checked too, but may be incomplete.
        - **Complete.** A value with the word `FILL-IN` in it, which Init writes where only you know what belongs there, is an error (`SLP119`) for the
          environment that would use it.
        - **Warnings** have the same form and stop nothing. `SLP015` says that an environment takes something from under the name of another
          one: production that reads `…/staging/…` is more often a copy that was not adapted than intended. Where it is intended, mark the
          secret with `shared: true`.
        - **Texts** may be written without quotes, unless YAML takes them for something else: quote `"true"`, `"{env}"` and an account number.
        - **Durations** have units: `90s`, `10m`, `1h30m`; 24 hours at most.
        - **Paths** are relative to the root of the repository, do not lead out of it, and have `/` on every platform.
        - **Commands** are lists, a program and its arguments. No shell reads them.

        """;

    public const string AfterPlaceholders =
        """
        They are replaced in values whose type is a *template*, and nothing else is: `${NAME}` and `$(command)` are errors. In tags and
        paths, characters that a tag cannot have become `-`, so branch `feature/login` is `feature-login`.

        """;
}
