namespace Slipway.Rehearsal.Tests.Services;

/// <summary>The pipelines of a <c>bitbucket-pipelines.yml</c>; parallel steps and stages are refused.</summary>
/// <param name="Pipelines">Steps by the pipeline's name: <c>default</c>, <c>branches/main</c>, <c>custom/deploy</c>.</param>
internal sealed record BitbucketPipelines(IReadOnlyDictionary<string, IReadOnlyList<BitbucketStep>> Pipelines)
{
    public static BitbucketPipelines Parse(string text)
    {
        var root = YamlFile.Parse(text).Only("bitbucket-pipelines.yml", "image", "options", "definitions", "pipelines");
        var definitions = root.Child("definitions");
        var pipelines = root.Child("pipelines")!.Only("pipelines", "default", "branches", "custom");
        var named = from kind in (string[])["branches", "custom"]
                    from pipeline in pipelines.Child(kind).Entries()
                    select (Name: $"{kind}/{pipeline.Name}", pipeline.Value);
        if (pipelines.Child("default") is { } standard) named = named.Prepend(("default", standard));
        return new(named.ToDictionary(
            pipeline => pipeline.Name,
            pipeline => (IReadOnlyList<BitbucketStep>)
                [.. ((YamlDotNet.RepresentationModel.YamlSequenceNode)pipeline.Value).Select(item => BitbucketStep.Read(item.Only("steps", "step").Child("step")!, definitions))]));
    }
}
