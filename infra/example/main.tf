data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  account = data.aws_caller_identity.current.account_id
  roles   = "arn:${data.aws_partition.current.partition}:iam::${local.account}:role"
  stages  = try(var.pipeline.stages, [])

  environments = { for name, environment in var.environments : name => merge(environment, {
    name          = "${var.application}-${name}"
    cluster       = coalesce(environment.cluster, name)
    service       = coalesce(environment.service, "${name}-app")
    deployer      = "${local.roles}/${var.application}-${name}-deployer"
    viewer        = "${local.roles}/${var.application}-${name}-viewer"
    log_group     = "/ecs/${coalesce(environment.service, "${name}-app")}"
    configuration = "${var.configuration_prefix}${name}/"
  }) }
}

module "network" {
  source              = "../modules/network"
  name                = var.application
  private_subnets     = var.private_subnets
  nat                 = var.nat
  interface_endpoints = var.endpoints
}

# '{env}' of slipway.yml's tags moves from image to image; '{env}-{build}' and '{commit}' stay.
module "repositories" {
  source        = "../modules/repositories"
  repositories  = var.repositories
  moving_tags   = keys(var.environments)
  force_destroy = var.force_destroy
}

module "configuration" {
  source        = "../modules/bucket"
  name          = "${var.application}-configuration-${local.account}"
  force_destroy = var.force_destroy
}

module "secrets" {
  source               = "../modules/secrets"
  secrets              = merge([for environment in keys(var.environments) : { for name, description in var.secrets : "${environment}/${name}" => description }]...)
  recovery_window_days = var.force_destroy ? 0 : 30
}

module "notifications" {
  source       = "../modules/notifications"
  name         = "${var.application}-deployments"
  emails       = var.emails
  pipelines    = var.pipeline == null ? [] : [var.application]
  service_arns = [for environment in local.environments : "arn:${data.aws_partition.current.partition}:ecs:${var.region}:${local.account}:service/${environment.cluster}/${environment.service}"]
}

module "oidc" {
  source       = "../modules/oidc"
  github       = var.github
  bitbucket    = var.bitbucket
  environments = { for name, environment in var.environments : name => { github = environment.github, bitbucket = environment.bitbucket } }
}
