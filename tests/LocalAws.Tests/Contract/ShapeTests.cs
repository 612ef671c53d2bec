using System.Text.Json.Nodes;

namespace Slipway.LocalAws.Tests.Contract;

public sealed class ShapeTests
{
    [TestCase("""{"a": 1}""", """{"a": 1, "b": 2}""", "")]
    [TestCase("""{"a": 1}""", """{"a": 2}""", "a is 2, not 1")]
    [TestCase("""{"a": {"b": "#text"}}""", """{"a": {"b": 1}}""", "a.b is 1, not \"#text\"")]
    [TestCase("""{"a": [{"b": 1}, {}]}""", """{"a": [{"b": 2}, {}]}""", "a[0].b is 2, not 1")]
    [TestCase("""{"a": [1]}""", """{"a": [1, 2]}""", "a is [1,2], not a list of 1")]
    [TestCase("""{"a": ["#some", {"b": 1}]}""", """{"a": [{"b": 2}, {"b": 1}]}""", "")]
    [TestCase("""{"a": ["#some", {"b": 1}]}""", """{"a": [{"b": 2}]}""", """a is [{"b":2}], without {"b":1}""")]
    [TestCase("""{"a": "#absent"}""", """{"a": null}""", "")]
    [TestCase("""{"a": "#absent"}""", """{"a": 1}""", "a is 1, not \"#absent\"")]
    [TestCase("""{"a": "#/^x+$/"}""", """{"a": "xx"}""", "")]
    [TestCase("""{"a": {}}""", """{"a": []}""", "a is [], not an object")]
    [TestCase("""{"a": "#time"}""", """{"a": 1}""", "a is 1, not \"#time\"")]
    public void An_answer_is_held_against_its_shape(string expected, string actual, string wrong)
    {
        var places = Shape.Compare("", JsonNode.Parse(expected), JsonNode.Parse(actual));

        Assert.That(string.Join("; ", places.Where(place => place.Wrong is not null).Select(place => $"{place.At} {place.Wrong}")), Is.EqualTo(wrong));
    }
}
