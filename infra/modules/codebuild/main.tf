data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.id

  # https://docs.aws.amazon.com/codebuild/latest/userguide/available-runtimes.html
  image = coalesce(var.image, var.arm ? "aws/codebuild/amazonlinux-aarch64-standard:3.0" : "aws/codebuild/amazonlinux-x86_64-standard:5.0")

  bucket = element(split(":::", var.artifact_bucket_arn), 1)

  policy = var.policy_json != null ? var.policy_json : templatefile("${path.module}/../../policies/codebuild.json.tftpl", {
    account             = local.account
    partition           = local.partition
    region              = local.region
    projects            = [var.name]
    log_group_arns      = [aws_cloudwatch_log_group.this.arn]
    artifact_bucket_arn = var.artifact_bucket_arn
    role_arns           = var.role_arns

    # CodePipeline's keys are PIPELINE/ARTIFACT/…, both names cut short.
    written_keys   = concat([for artifact in var.output_artifacts : "*/${substr(artifact, 0, 10)}*/*"], var.cache.prefix == null ? [] : ["${var.cache.prefix}/*"])
    secret_arns    = distinct([for arn in values(var.secrets) : split("#", arn)[0]])
    kms_key_arns   = var.kms_key_arns
    connection_arn = var.connection_arn
  })
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/codebuild/${var.name}"
  retention_in_days = var.retention_days
  tags              = var.tags
}

resource "aws_iam_role" "this" {
  name                 = "${var.name}-build"
  description          = "CodeBuild runs ${var.name} with it"
  permissions_boundary = var.permissions_boundary
  tags                 = var.tags

  # https://docs.aws.amazon.com/codebuild/latest/userguide/cross-service-confused-deputy-prevention.html
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "codebuild.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceArn" = "arn:${local.partition}:codebuild:${local.region}:${local.account}:project/${var.name}" } }
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  name   = "build"
  role   = aws_iam_role.this.name
  policy = jsonencode(jsondecode(local.policy))
}

resource "aws_codebuild_project" "this" {
  name          = var.name
  description   = var.description
  service_role  = aws_iam_role.this.arn
  build_timeout = var.timeout_minutes
  tags          = var.tags

  source {
    type      = "CODEPIPELINE"
    location  = var.pipeline_location
    buildspec = var.buildspec
  }

  artifacts {
    type     = "CODEPIPELINE"
    location = var.pipeline_location
  }

  environment {
    type                        = var.arm ? "ARM_CONTAINER" : "LINUX_CONTAINER"
    image                       = local.image
    compute_type                = var.compute_type
    image_pull_credentials_type = startswith(local.image, "aws/codebuild/") ? "CODEBUILD" : "SERVICE_ROLE"
    privileged_mode             = var.privileged

    dynamic "environment_variable" {
      for_each = var.environment

      content {
        name  = environment_variable.key
        value = environment_variable.value
        type  = "PLAINTEXT"
      }
    }

    dynamic "environment_variable" {
      for_each = var.secrets

      content {
        name  = environment_variable.key
        value = join(":", split("#", environment_variable.value))
        type  = "SECRETS_MANAGER"
      }
    }
  }

  cache {
    type     = var.cache.prefix != null ? "S3" : length(var.cache.modes) > 0 ? "LOCAL" : "NO_CACHE"
    location = var.cache.prefix == null ? null : "${local.bucket}/${var.cache.prefix}"
    modes    = var.cache.prefix == null && length(var.cache.modes) > 0 ? sort(var.cache.modes) : null
  }

  logs_config {
    cloudwatch_logs {
      status     = "ENABLED"
      group_name = aws_cloudwatch_log_group.this.name
    }
  }

  dynamic "vpc_config" {
    for_each = var.vpc == null ? [] : [var.vpc]

    content {
      vpc_id             = vpc_config.value.id
      subnets            = vpc_config.value.subnets
      security_group_ids = vpc_config.value.security_groups
    }
  }

  depends_on = [aws_iam_role_policy.this]
}
