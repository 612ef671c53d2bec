data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.id
  name      = "${var.application}-${var.environment}"
  shifts    = var.strategy != "rolling"
  role_arns = { for role in ["execution", "task", "deployer", "viewer", "load-balancer"] : role => "arn:${local.partition}:iam::${local.account}:role/${local.name}-${role}" }

  code_deploy = {
    application      = coalesce(var.code_deploy.application, var.service)
    deployment_group = coalesce(var.code_deploy.deployment_group, var.service)
  }

  names = {
    account       = local.account
    partition     = local.partition
    region        = local.region
    application   = var.application
    environment   = var.environment
    cluster       = var.cluster
    service       = var.service
    family        = var.service
    strategy      = var.strategy
    load_balancer = var.load_balancer
    scan          = var.scan

    repository_arns          = var.repository_arns
    log_group_arns           = var.log_group_arns
    configuration_bucket_arn = var.configuration_bucket_arn
    configuration_prefix     = var.configuration_prefix
    artifact_bucket_arn      = var.artifact_bucket_arn
    secret_arns              = var.secret_arns
    parameter_arns           = var.parameter_arns
    kms_key_arns             = var.kms_key_arns
    task_role_arns           = [local.role_arns["execution"], local.role_arns["task"]]
    deployer_role_arn        = local.role_arns["deployer"]
    shifting_role_arn        = local.role_arns["load-balancer"]
    assumable_role_arns      = concat([local.role_arns["deployer"]], var.assumable_role_arns)
    execute_command          = var.execute_command
    code_deploy_application  = local.code_deploy.application
    code_deploy_group        = local.code_deploy.deployment_group
  }

  policies = {
    execution = lookup(var.policies, "execution", null) != null ? var.policies["execution"] : templatefile("${path.module}/../../policies/execution.json.tftpl", local.names)
    task      = lookup(var.policies, "task", null) != null ? var.policies["task"] : var.execute_command ? templatefile("${path.module}/../../policies/task.json.tftpl", local.names) : null
    deployer  = lookup(var.policies, "deployer", null) != null ? var.policies["deployer"] : templatefile("${path.module}/../../policies/deployer.json.tftpl", local.names)
    viewer    = lookup(var.policies, "viewer", null) != null ? var.policies["viewer"] : templatefile("${path.module}/../../policies/viewer.json.tftpl", local.names)
    shifting  = lookup(var.policies, "shifting", null) != null ? var.policies["shifting"] : local.shifts ? templatefile("${path.module}/../../policies/${var.strategy == "blue-green" ? "code-deploy" : "ecs-load-balancer"}.json.tftpl", local.names) : null
  }

  # A role may become itself where the trust policy says so: whoever is the deployer already, as with OpenID Connect, and has 'role' in slipway.yml.
  # By name and not as a principal, which would have to exist before it can be trusted.
  become = [{
    Sid       = "Become"
    Effect    = "Allow"
    Principal = { AWS = "arn:${local.partition}:iam::${local.account}:root" }
    Action    = "sts:AssumeRole"
    Condition = { ArnEquals = { "aws:PrincipalArn" = concat([local.role_arns["deployer"]], var.trusted_role_arns) } }
  }]
}

# What ECS does for a task: pull its images, read its secrets, write its log.
resource "aws_iam_role" "execution" {
  name                 = "${local.name}-execution"
  description          = "ECS starts tasks of ${var.service} with it"
  permissions_boundary = var.permissions_boundary
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "ecs-tasks.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy" "execution" {
  name   = "execution"
  role   = aws_iam_role.execution.name
  policy = jsonencode(jsondecode(local.policies.execution))
}

# What the application itself may do, which only you know.
resource "aws_iam_role" "task" {
  name                 = "${local.name}-task"
  description          = "Tasks of ${var.service} act with it"
  permissions_boundary = var.permissions_boundary
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        ArnLike      = { "aws:SourceArn" = "arn:${local.partition}:ecs:${local.region}:${local.account}:*" }
        StringEquals = { "aws:SourceAccount" = local.account }
      }
    }]
  })
}

resource "aws_iam_role_policy" "task" {
  count  = local.policies.task == null ? 0 : 1
  name   = "task"
  role   = aws_iam_role.task.name
  policy = jsonencode(jsondecode(local.policies.task))
}

# Slipway's.
resource "aws_iam_role" "deployer" {
  name                 = "${local.name}-deployer"
  description          = "Slipway deploys ${var.application} to ${var.environment} with it"
  permissions_boundary = var.permissions_boundary
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.become, [for statement in var.trust_statements : jsondecode(statement)])
  })
}

resource "aws_iam_role_policy" "deployer" {
  name   = "deployer"
  role   = aws_iam_role.deployer.name
  policy = jsonencode(jsondecode(local.policies.deployer))
}

# Whoever looks and changes nothing, such as a pipeline's preview before the approval: it runs code that nobody has approved yet.
resource "aws_iam_role" "viewer" {
  count                = length(var.viewer_trusted_role_arns) == 0 ? 0 : 1
  name                 = "${local.name}-viewer"
  description          = "Slipway looks at ${var.application} in ${var.environment} with it"
  permissions_boundary = var.permissions_boundary
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Become"
      Effect    = "Allow"
      Principal = { AWS = "arn:${local.partition}:iam::${local.account}:root" }
      Action    = "sts:AssumeRole"
      Condition = { ArnEquals = { "aws:PrincipalArn" = var.viewer_trusted_role_arns } }
    }]
  })
}

resource "aws_iam_role_policy" "viewer" {
  count  = length(aws_iam_role.viewer)
  name   = "viewer"
  role   = aws_iam_role.viewer[0].name
  policy = jsonencode(jsondecode(local.policies.viewer))
}

# Who shifts the traffic: CodeDeploy, or ECS itself.
resource "aws_iam_role" "shifting" {
  count                = local.shifts ? 1 : 0
  name                 = "${local.name}-load-balancer"
  description          = "${var.strategy == "blue-green" ? "CodeDeploy" : "ECS"} shifts the traffic of ${var.service} with it"
  permissions_boundary = var.permissions_boundary
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = var.strategy == "blue-green" ? "codedeploy.amazonaws.com" : "ecs.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy" "shifting" {
  count  = local.shifts ? 1 : 0
  name   = "load-balancer"
  role   = aws_iam_role.shifting[0].name
  policy = jsonencode(jsondecode(local.policies.shifting))
}
