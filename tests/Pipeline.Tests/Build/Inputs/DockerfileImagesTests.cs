using Slipway.Pipeline.Build.Inputs;

namespace Slipway.Pipeline.Tests.Build.Inputs;

/// <summary>The images that a Dockerfile is built from.</summary>
public sealed class DockerfileImagesTests
{
    [TestCase("FROM debian:12", "debian:12")]
    [TestCase("from --platform=linux/amd64 debian:12 as build\nFROM scratch\nCOPY --from=build /a /a", "debian:12")]
    [TestCase("FROM a\nFROM b\nCOPY --from=0 /a /a\nCOPY --chown=1 --from=c /a /a", "a b c")]
    [TestCase("FROM a\nRUN --mount=type=bind,from=tools,target=/t make", "a tools")]
    [TestCase("ARG BASE=shop-base\nFROM ${BASE}:1", "shop-base:1")]
    [TestCase("ARG BASE\nFROM ${BASE:-other}", "other")]
    [TestCase("ARG BASE\nFROM $BASE", "$BASE")]
    [TestCase("ARG TAG=9\nFROM php:$TAG", "php:8")]
    [TestCase("FROM \\\n  split", "split")]
    [TestCase("# FROM nothing\nFROM a", "a")]
    public void Are_those_of_its_instructions_but_for_its_stages(string dockerfile, string images) =>
        Assert.That(DockerfileImages.Of(dockerfile, new Dictionary<string, string> { ["TAG"] = "8" }), Is.EqualTo(images.Split(' ')));
}
