using Slipway.LocalAws.Tests.Testing;
using static Slipway.LocalAws.Tests.S3.S3Requests;

namespace Slipway.LocalAws.Tests.S3;

/// <summary>What a bucket is configured with, and the tags of its objects.</summary>
public sealed class BucketConfigurationTests
{
    private LocalAwsServer _server = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _server = await LocalAwsServer.StartAsync();
        await SendAsync(_server, "PUT", "/shop");
    }

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("versioning", "<VersioningConfiguration/>")]
    [TestCase("accelerate", "<AccelerateConfiguration/>")]
    [TestCase("logging", "<BucketLoggingStatus/>")]
    [TestCase("notification", "<NotificationConfiguration/>")]
    [TestCase("requestPayment", "<RequestPaymentConfiguration><Payer>BucketOwner</Payer></RequestPaymentConfiguration>")]
    [TestCase("ownershipControls", "<OwnershipControls><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule></OwnershipControls>")]
    [TestCase("publicAccessBlock", "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls><BlockPublicPolicy>true</BlockPublicPolicy><RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>")]
    [TestCase("encryption", "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>false</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>")]
    [TestCase("acl", "<AccessControlPolicy><Owner><ID>000000000000</ID><DisplayName>local</DisplayName></Owner><AccessControlList><Grant><Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"CanonicalUser\"><ID>000000000000</ID><DisplayName>local</DisplayName></Grantee><Permission>FULL_CONTROL</Permission></Grant></AccessControlList></AccessControlPolicy>")]
    public async Task A_new_bucket_has(string configuration, string document)
    {
        var (status, body) = await SendAsync(_server, "GET", $"/shop?{configuration}");

        Assert.That((status, Bare(body)), Is.EqualTo((200, document)));
    }

    [TestCase("tagging", "NoSuchTagSet", "The TagSet does not exist")]
    [TestCase("policy", "NoSuchBucketPolicy", "The bucket policy does not exist")]
    [TestCase("cors", "NoSuchCORSConfiguration", "The CORS configuration does not exist")]
    [TestCase("website", "NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration")]
    [TestCase("lifecycle", "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist")]
    [TestCase("replication", "ReplicationConfigurationNotFoundError", "The replication configuration was not found")]
    [TestCase("object-lock", "ObjectLockConfigurationNotFoundError", "Object Lock configuration does not exist for this bucket")]
    public async Task A_new_bucket_has_no(string configuration, string code, string message)
    {
        var (status, body) = await SendAsync(_server, "GET", $"/shop?{configuration}");

        Assert.That((status, Element(body, "Code"), Element(body, "Message"), Element(body, "BucketName")), Is.EqualTo((404, code, message, "shop")));
    }

    [TestCase("tagging", "<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tagging>", "NoSuchTagSet")]
    [TestCase("lifecycle", "<LifecycleConfiguration><Rule><ID>old</ID><Filter/><Status>Enabled</Status><Expiration><Days>30</Days></Expiration></Rule></LifecycleConfiguration>", "NoSuchLifecycleConfiguration")]
    [TestCase("publicAccessBlock", "<PublicAccessBlockConfiguration><BlockPublicAcls>false</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls><BlockPublicPolicy>false</BlockPublicPolicy><RestrictPublicBuckets>false</RestrictPublicBuckets></PublicAccessBlockConfiguration>", "NoSuchPublicAccessBlockConfiguration")]
    [TestCase("ownershipControls", "<OwnershipControls><Rule><ObjectOwnership>ObjectWriter</ObjectOwnership></Rule></OwnershipControls>", "OwnershipControlsNotFoundError")]
    [TestCase("policy", "{\"Statement\": [{\"Effect\": \"Deny\", \"Principal\": \"*\", \"Action\": \"s3:*\", \"Resource\": \"*\"}]}", "NoSuchBucketPolicy")]
    public async Task What_is_put_is_answered_until_it_is_deleted(string configuration, string document, string code)
    {
        var put = await SendAsync(_server, "PUT", $"/shop?{configuration}", new StringContent(document));
        var got = await SendAsync(_server, "GET", $"/shop?{configuration}");
        var deleted = await SendAsync(_server, "DELETE", $"/shop?{configuration}");
        var gone = await SendAsync(_server, "GET", $"/shop?{configuration}");

        Assert.That((put.Status / 100, got.Body[(got.Body.IndexOf("?>", StringComparison.Ordinal) is var end and >= 0 ? end + 2 : 0)..].Replace(" />", "/>", StringComparison.Ordinal)), Is.EqualTo((2, document)));
        Assert.That((deleted.Status, gone.Status, Element(gone.Body, "Code")), Is.EqualTo((204, 404, code)));
    }

    [TestCase("versioning", "<VersioningConfiguration><Status>On</Status></VersioningConfiguration>", "MalformedXML")]
    [TestCase("versioning", "<VersioningConfiguration><Status>Enabled</Status><MfaDelete>Enabled</MfaDelete></VersioningConfiguration>", "NotImplemented")]
    [TestCase("encryption", "<ServerSideEncryptionConfiguration><Rule/></ServerSideEncryptionConfiguration>", "MalformedXML")]
    [TestCase("tagging", "<Tagging><TagSet><Tag><Key>aws:a</Key><Value>1</Value></Tag></TagSet></Tagging>", "InvalidTag")]
    [TestCase("tagging", "<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag><Tag><Key>a</Key><Value>2</Value></Tag></TagSet></Tagging>", "InvalidTag")]
    [TestCase("tagging", "<VersioningConfiguration/>", "MalformedXML")]
    [TestCase("cors", "<CORSConfiguration/>", "NotImplemented")]
    [TestCase("acl", "<AccessControlPolicy/>", "AccessControlListNotSupported")]
    [TestCase("policy", "no", "MalformedPolicy")]
    [TestCase("policy", "{\"Statement\": []}", "MalformedPolicy")]
    [TestCase("policy", "{\"Statement\": {\"Effect\": \"Allow\", \"Principal\": {\"AWS\": [\"*\"]}, \"Action\": \"s3:GetObject\", \"Resource\": \"*\"}}", "AccessDenied")]
    public async Task A_configuration_that_cannot_be_is_refused_with_the_code_of_S3(string configuration, string document, string code)
    {
        var (_, body) = await SendAsync(_server, "PUT", $"/shop?{configuration}", new StringContent(document));

        Assert.That(Element(body, "Code"), Is.EqualTo(code));
    }

    [Test]
    public async Task An_object_has_the_tags_of_its_put_until_they_are_replaced()
    {
        using var put = Request(HttpMethod.Put, _server, "/shop/a", new StringContent("content"));
        put.Headers.Add("x-amz-tagging", "team=web&stage=a%20b");
        await SendAsync(_server, put);

        var first = await SendAsync(_server, "GET", "/shop/a?tagging");
        await SendAsync(_server, "PUT", "/shop/a?tagging", new StringContent("<Tagging><TagSet><Tag><Key>c</Key><Value>3</Value></Tag></TagSet></Tagging>"));
        using var copy = Request(HttpMethod.Put, _server, "/shop/b");
        copy.Headers.Add("x-amz-copy-source", "shop/a");
        await SendAsync(_server, copy);
        var second = await SendAsync(_server, "GET", "/shop/b?tagging");
        using var got = await _server.Client.SendAsync(Request(HttpMethod.Get, _server, "/shop/b"));
        var deleted = await SendAsync(_server, "DELETE", "/shop/b?tagging");

        Assert.That(Bare(first.Body), Is.EqualTo("<Tagging><TagSet><Tag><Key>team</Key><Value>web</Value></Tag><Tag><Key>stage</Key><Value>a b</Value></Tag></TagSet></Tagging>"));
        Assert.That(Bare(second.Body), Is.EqualTo("<Tagging><TagSet><Tag><Key>c</Key><Value>3</Value></Tag></TagSet></Tagging>"));
        Assert.That((got.Headers.GetValues("x-amz-tagging-count").Single(), await got.Content.ReadAsStringAsync(), deleted.Status), Is.EqualTo(("1", "content", 204)));
        Assert.That(Bare((await SendAsync(_server, "GET", "/shop/b?tagging")).Body), Is.EqualTo("<Tagging><TagSet/></Tagging>"));
    }

    [TestCase("x-amz-acl", "public-read", 400)]
    [TestCase("x-amz-acl", "private", 400)]
    [TestCase("x-amz-grant-read", "uri=http://acs.amazonaws.com/groups/global/AllUsers", 400)]
    [TestCase("x-amz-acl", "bucket-owner-full-control", 200)]
    public async Task A_bucket_without_ACLs_takes_no_object_with_one(string header, string value, int status)
    {
        var put = await WithHeaderAsync("PUT", "/shop/a", header, value);
        var begun = await WithHeaderAsync("POST", "/shop/b?uploads", header, value);

        Assert.That((put.Status, begun.Status), Is.EqualTo((status, status)));
        if (status != 200)
            Assert.That((Element(put.Body, "Code"), Element(begun.Body, "Message")), Is.EqualTo(("AccessControlListNotSupported", "The bucket does not allow ACLs")));
    }

    [Test]
    public async Task With_ACLs_an_object_may_have_those_that_change_nothing()
    {
        await SendAsync(_server, "PUT", "/shop?ownershipControls", new StringContent("<OwnershipControls><Rule><ObjectOwnership>ObjectWriter</ObjectOwnership></Rule></OwnershipControls>"));

        var own = await WithHeaderAsync("PUT", "/shop/a", "x-amz-acl", "private");
        var open = await WithHeaderAsync("PUT", "/shop/a", "x-amz-acl", "public-read");

        Assert.That((own.Status, open.Status), Is.EqualTo((200, 501)));
    }

    [TestCase("x-amz-acl", "public-read", "InvalidBucketAclWithObjectOwnership")]
    [TestCase("x-amz-object-ownership", "ObjectWriter", "NotImplemented")]
    public async Task A_bucket_is_not_made_with_what_would_be_dropped(string header, string value, string code)
    {
        var made = await WithHeaderAsync("PUT", "/other", header, value);

        Assert.That(Element(made.Body, "Code"), Is.EqualTo(code));
        Assert.That((await SendAsync(_server, "HEAD", "/other")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task Objects_say_what_the_bucket_encrypts_with()
    {
        await SendAsync(_server, "PUT", "/shop/a", new StringContent("content"));
        await SendAsync(_server, "PUT", "/shop?encryption", new StringContent(
            "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>key</KMSMasterKeyID></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>"));
        await SendAsync(_server, "PUT", "/shop/b", new StringContent("content"));

        Assert.That((await EncryptionAsync("/shop/a"), await EncryptionAsync("/shop/b")), Is.EqualTo(("AES256", "aws:kms key")));

        async Task<string> EncryptionAsync(string target)
        {
            using var got = await _server.Client.SendAsync(Request(HttpMethod.Head, _server, target));
            var key = got.Headers.TryGetValues("x-amz-server-side-encryption-aws-kms-key-id", out var id) ? $" {id.Single()}" : "";
            return got.Headers.GetValues("x-amz-server-side-encryption").Single() + key;
        }
    }

    private Task<(int Status, string Body)> WithHeaderAsync(string method, string target, string header, string value)
    {
        var request = Request(new(method), _server, target, method == "PUT" ? new StringContent("content") : null);
        request.Headers.Add(header, value);
        return SendAsync(_server, request);
    }

    /// <summary>The document without its declaration and its namespace.</summary>
    private static string Bare(string body) =>
        body[(body.IndexOf("?>", StringComparison.Ordinal) + 2)..].Replace(" xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"", "", StringComparison.Ordinal).Replace(" />", "/>", StringComparison.Ordinal);
}
