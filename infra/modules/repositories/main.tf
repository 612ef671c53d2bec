locals {
  # Every choice of environments that can have released the same image, those of most environments first.
  choices = [for choice in setproduct(concat([for tag in var.moving_tags : ["", tag]], [[""], [""]])...) : compact(choice)]
  chosen  = concat([], [for size in range(length(var.moving_tags), 0, -1) : [for choice in local.choices : choice if length(choice) == size]]...)

  # The first rule that selects an image decides on it, and no later one expires it; several patterns select what has a tag for each of them:
  # https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
  # So an environment that is rarely released to loses no image to one that is released to all day.
  expiry = concat(
    [{
      description = "Images without a tag expire after ${var.untagged_days} days"
      selection   = { tagStatus = "untagged", countType = "sinceImagePushed", countUnit = "days", countNumber = var.untagged_days }
    }],
    [for tag in var.moving_tags : {
      description = "The image with tag ${tag} stays"
      selection   = { tagStatus = "tagged", tagPatternList = [tag], countType = "imageCountMoreThan", countNumber = 1 }
    }],
    [for choice in local.chosen : {
      description = "The newest ${var.keep_images} images that were released to ${join(" and ", choice)} stay"
      selection   = { tagStatus = "tagged", tagPatternList = [for tag in choice : "${tag}-*"], countType = "imageCountMoreThan", countNumber = var.keep_images }
    }],
    [{
      description = "Of all others the newest ${var.keep_images} stay"
      selection   = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = var.keep_images }
    }],
  )

  lifecycle_policy = jsonencode({ rules = [for index, rule in local.expiry : merge(rule, { rulePriority = index + 1, action = { type = "expire" } })] })

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
