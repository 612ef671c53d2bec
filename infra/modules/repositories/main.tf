locals {
  lifecycle_policy = jsonencode({
    rules = [
      {
        rulePriority = 1
        description  = "Images without a tag expire after ${var.untagged_days} days"
        selection    = { tagStatus = "untagged", countType = "sinceImagePushed", countUnit = "days", countNumber = var.untagged_days }
        action       = { type = "expire" }
      },
      {
        rulePriority = 2
        description  = "The newest ${var.keep_images} images stay"
        selection    = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = var.keep_images }
        action       = { type = "expire" }
      },
    ]
  })

  # The resource of the AWS provider 5.100 has no exclusions, which CloudFormation has:
  # https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecr-repository.html
  excludes  = var.immutable && length(var.moving_tags) > 0
  plain     = local.excludes ? [] : var.repositories
  exclusive = local.excludes ? var.repositories : []
}

resource "aws_ecr_repository" "this" {
  for_each             = toset(local.plain)
  name                 = each.key
  image_tag_mutability = var.immutable ? "IMMUTABLE" : "MUTABLE"
  force_delete         = var.force_destroy
  tags                 = var.tags

  image_scanning_configuration {
    scan_on_push = true
  }

  encryption_configuration {
    encryption_type = var.kms_key_arn == null ? "AES256" : "KMS"
    kms_key         = var.kms_key_arn
  }
}

resource "aws_ecr_lifecycle_policy" "this" {
  for_each   = aws_ecr_repository.this
  repository = each.value.name
  policy     = local.lifecycle_policy
}

resource "aws_cloudformation_stack" "this" {
  for_each = toset(local.exclusive)
  name     = "repository-${replace(each.key, "/[._\\/]+/", "-")}"
  tags     = var.tags

  template_body = jsonencode({
    AWSTemplateFormatVersion = "2010-09-09"
    Description              = "Repository ${each.key}: tags stay with their image, except ${join(", ", var.moving_tags)}"
    Resources = {
      Repository = {
        Type = "AWS::ECR::Repository"
        Properties = {
          RepositoryName                     = each.key
          ImageTagMutability                 = "IMMUTABLE_WITH_EXCLUSION"
          ImageTagMutabilityExclusionFilters = [for tag in var.moving_tags : { ImageTagMutabilityExclusionFilterType = "WILDCARD", ImageTagMutabilityExclusionFilterValue = tag }]
          ImageScanningConfiguration         = { ScanOnPush = true }
          EncryptionConfiguration            = merge({ EncryptionType = var.kms_key_arn == null ? "AES256" : "KMS" }, var.kms_key_arn == null ? {} : { KmsKey = var.kms_key_arn })
          LifecyclePolicy                    = { LifecyclePolicyText = local.lifecycle_policy }
          EmptyOnDelete                      = var.force_destroy
        }
      }
    }
    Outputs = {
      Arn = { Value = { "Fn::GetAtt" = ["Repository", "Arn"] } }
      Uri = { Value = { "Fn::GetAtt" = ["Repository", "RepositoryUri"] } }
    }
  })
}
