mock_provider "aws" {
  override_during = plan

  mock_resource "aws_s3_bucket" {
    defaults = { id = "shop-configuration", bucket = "shop-configuration", arn = "arn:aws:s3:::shop-configuration" }
  }
}

variables {
  name = "shop-configuration"
}

run "private_versioned_encrypted" {
  command = plan

  module {
    source = "../modules/bucket"
  }

  assert {
    condition = alltrue([
      aws_s3_bucket_public_access_block.this.block_public_acls, aws_s3_bucket_public_access_block.this.block_public_policy,
      aws_s3_bucket_public_access_block.this.ignore_public_acls, aws_s3_bucket_public_access_block.this.restrict_public_buckets,
    ])
    error_message = "All public access is blocked."
  }

  assert {
    condition     = aws_s3_bucket_versioning.this.versioning_configuration[0].status == "Enabled"
    error_message = "Versions are kept."
  }

  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default[0].sse_algorithm == "AES256"
    error_message = "Objects are encrypted."
  }

  assert {
    condition     = aws_s3_bucket_ownership_controls.this.rule[0].object_ownership == "BucketOwnerEnforced"
    error_message = "Access lists of objects count."
  }

  assert {
    condition = jsondecode(aws_s3_bucket_policy.this.policy).Statement == [{
      Sid       = "EncryptedConnectionsOnly", Effect = "Deny", Principal = "*", Action = "s3:*"
      Resource  = ["arn:aws:s3:::shop-configuration", "arn:aws:s3:::shop-configuration/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
    error_message = "The policy refuses what is not encrypted on its way, and allows nobody anything."
  }

  assert {
    condition     = [for rule in aws_s3_bucket_lifecycle_configuration.this.rule : "${rule.id} ${rule.noncurrent_version_expiration[0].noncurrent_days}"] == ["old-versions 90"]
    error_message = "Old versions expire, and objects do not."
  }

  assert {
    condition     = aws_s3_bucket.this.force_destroy == false
    error_message = "Destroy empties the bucket without having been asked."
  }
}

run "artifacts_expire" {
  command = plan

  module {
    source = "../modules/bucket"
  }

  variables {
    expire_days     = 90
    noncurrent_days = 1
    kms_key_arn     = "arn:aws:kms:eu-west-2:123456789012:key/0a1b2c3d"
    force_destroy   = true
  }

  assert {
    condition     = [for rule in aws_s3_bucket_lifecycle_configuration.this.rule : rule.expiration[0].days if rule.id == "expire"] == [90]
    error_message = "Objects expire after 90 days."
  }

  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default[0].kms_master_key_id == "arn:aws:kms:eu-west-2:123456789012:key/0a1b2c3d"
    error_message = "The key is your own."
  }

  assert {
    condition     = aws_s3_bucket.this.force_destroy
    error_message = "Destroy empties the bucket when asked."
  }
}

run "a_name_that_s3_does_not_take_is_refused" {
  command = plan

  module {
    source = "../modules/bucket"
  }

  variables {
    name = "Shop_Configuration"
  }

  expect_failures = [var.name]
}
