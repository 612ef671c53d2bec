# What programs usually do with boto3: buckets as resources, transfers in parts, waiters, and exceptions by their codes.
import boto3, io
s3 = boto3.resource("s3")
bucket = s3.create_bucket(Bucket="shop")
bucket.wait_until_exists()
bucket.Versioning().enable()
for size in (9 << 20, 3):
    bucket.upload_fileobj(io.BytesIO(b"x" * size), "a", ExtraArgs={"Tagging": "of=shop", "ContentType": "text/plain"})
found = bucket.Object("a")
print(bucket.Versioning().status, found.content_length, found.content_type, found.server_side_encryption, sorted(version.size for version in bucket.object_versions.all()))
print(s3.meta.client.get_object_tagging(Bucket="shop", Key="a")["TagSet"])
try:
    s3.meta.client.get_bucket_cors(Bucket="shop")
except s3.meta.client.exceptions.ClientError as error:
    print(error.response["Error"]["Code"])
found.delete()
bucket.object_versions.delete()
bucket.delete()
bucket.wait_until_not_exists()
ecs = boto3.client("ecs")
try:
    ecs.update_cluster(cluster="none")
except ecs.exceptions.ClusterNotFoundException as error:
    print(error)
print([page["settings"] for page in ecs.get_paginator("list_account_settings").paginate()])
