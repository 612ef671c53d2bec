using Slipway.Aws.S3;

namespace Slipway.Aws.Tests.S3;

public sealed class S3LocationTests
{
    [TestCase("s3://tutorbloc-app/env-configurations/staging/.env", "tutorbloc-app", "env-configurations/staging/.env")]
    [TestCase("s3://a.b-1/k", "a.b-1", "k")]
    [TestCase("s3://bucket//leading slash and %20 + ü", "bucket", "/leading slash and %20 + ü")]
    public void A_location_is_a_bucket_and_a_key_taken_as_it_stands(string text, string bucket, string key)
    {
        Assert.That(S3Location.Parse(text), Is.EqualTo(new S3Location(bucket, key)));
        Assert.That(S3Location.Parse(text).ToString(), Is.EqualTo(text));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("bucket/key")]
    [TestCase("S3://bucket/key")]
    [TestCase("https://bucket.s3.amazonaws.com/key")]
    [TestCase("s3://bucket")]
    [TestCase("s3://bucket/")]
    [TestCase("s3:///key")]
    [TestCase("s3://Bucket/key")]
    [TestCase("s3://bu/key")]
    [TestCase("s3://-bucket/key")]
    [TestCase("s3://{env}-bucket/key")]
    public void What_is_no_location_is_refused(string? text)
    {
        Assert.That((S3Location.TryParse(text, out var location), location), Is.EqualTo((false, (S3Location?)null)));
    }

    [Test]
    public void The_refusal_says_the_text_and_the_form()
    {
        Assert.That(
            () => S3Location.Parse("bucket/key"),
            Throws.TypeOf<FormatException>().With.Message.EqualTo("'bucket/key' is not an S3 location. Write it as s3://bucket/key."));
    }
}
