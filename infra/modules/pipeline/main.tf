data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  account        = data.aws_caller_identity.current.account_id
  partition      = data.aws_partition.current.partition
  region         = data.aws_region.current.id
  connection_arn = var.connection_arn != null ? var.connection_arn : one(aws_codeconnections_connection.this[*].arn)
  bucket         = element(split(":::", var.artifact_bucket_arn), 1)
  pushes         = var.triggers == null ? [] : length(var.triggers) > 0 ? var.triggers : [{ branches = [var.branch], except_branches = [], tags = [], except_tags = [], paths = [], except_paths = [] }]

  policy = var.policy_json != null ? var.policy_json : templatefile("${path.module}/../../policies/codepipeline.json.tftpl", {
    account             = local.account
    partition           = local.partition
    region              = local.region
    connection_arn      = local.connection_arn
    repository          = var.repository
    artifact_bucket_arn = var.artifact_bucket_arn
    topic_arns          = var.approval_topic_arn == null ? [] : [var.approval_topic_arn]
    kms_key_arns        = var.kms_key_arn == null ? [] : [var.kms_key_arn]
    task_role_arns      = var.task_role_arns
    projects            = distinct(concat([var.build.project], compact(flatten([for stage in var.stages : [stage.project, stage.preview]]))))
    families            = [for stage in var.stages : stage.service if stage.deploy != "slipway"]
    services            = [for stage in var.stages : { cluster = stage.cluster, service = stage.service } if stage.deploy == "ecs"]
    groups              = [for stage in var.stages : stage.code_deploy if stage.deploy == "code-deploy"]
  })
}

resource "aws_codeconnections_connection" "this" {
  count         = var.connection_arn == null ? 1 : 0
  name          = substr(var.name, 0, 32)
  provider_type = var.provider_type
  tags          = var.tags
}

resource "aws_iam_role" "this" {
  name                 = "${var.name}-pipeline"
  description          = "CodePipeline runs ${var.name} with it"
  permissions_boundary = var.permissions_boundary
  tags                 = var.tags

  # https://docs.aws.amazon.com/codepipeline/latest/userguide/cross-service-confused-deputy-prevention.html
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "codepipeline.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceArn" = "arn:${local.partition}:codepipeline:${local.region}:${local.account}:${var.name}" } }
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  name   = "pipeline"
  role   = aws_iam_role.this.name
  policy = jsonencode(jsondecode(local.policy))
}

resource "aws_codepipeline" "this" {
  name           = var.name
  role_arn       = aws_iam_role.this.arn
  pipeline_type  = "V2"
  execution_mode = var.execution_mode
  tags           = var.tags

  artifact_store {
    type     = "S3"
    location = local.bucket

    dynamic "encryption_key" {
      for_each = var.kms_key_arn == null ? [] : [var.kms_key_arn]

      content {
        type = "KMS"
        id   = encryption_key.value
      }
    }
  }

  dynamic "variable" {
    for_each = var.variables

    content {
      name          = variable.key
      default_value = variable.value.default
      description   = variable.value.description
    }
  }

  dynamic "trigger" {
    for_each = length(local.pushes) == 0 ? [] : [local.pushes]

    content {
      provider_type = "CodeStarSourceConnection"

      git_configuration {
        source_action_name = "Source"

        dynamic "push" {
          for_each = trigger.value

          content {
            dynamic "branches" {
              for_each = length(concat(push.value.branches, push.value.except_branches)) == 0 ? [] : [push.value]

              content {
                includes = length(branches.value.branches) == 0 ? null : branches.value.branches
                excludes = length(branches.value.except_branches) == 0 ? null : branches.value.except_branches
              }
            }

            dynamic "tags" {
              for_each = length(concat(push.value.tags, push.value.except_tags)) == 0 ? [] : [push.value]

              content {
                includes = length(tags.value.tags) == 0 ? null : tags.value.tags
                excludes = length(tags.value.except_tags) == 0 ? null : tags.value.except_tags
              }
            }

            dynamic "file_paths" {
              for_each = length(concat(push.value.paths, push.value.except_paths)) == 0 ? [] : [push.value]

              content {
                includes = length(file_paths.value.paths) == 0 ? null : file_paths.value.paths
                excludes = length(file_paths.value.except_paths) == 0 ? null : file_paths.value.except_paths
              }
            }
          }
        }
      }
    }
  }

  dynamic "stage" {
    for_each = local.stages

    content {
      name = stage.value.name

      dynamic "on_failure" {
        for_each = stage.value.rollback ? ["ROLLBACK"] : []

        content {
          result = on_failure.value
        }
      }

      dynamic "action" {
        for_each = stage.value.actions

        content {
          name               = action.value.name
          category           = action.value.category
          owner              = "AWS"
          provider           = action.value.provider
          version            = "1"
          run_order          = action.value.order
          namespace          = action.value.namespace
          input_artifacts    = action.value.inputs
          output_artifacts   = action.value.outputs
          configuration      = action.value.configuration
          timeout_in_minutes = action.value.timeout
        }
      }
    }
  }

  depends_on = [aws_iam_role_policy.this]
}
