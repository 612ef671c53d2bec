locals {
  # The environments' parts of slipway.yml, with its keys.
  slipway = { for name, environment in local.environments : name => {
    role = module.roles[name].role
    deploy = {
      strategy     = module.service[name].strategy
      cluster      = module.service[name].cluster
      service      = module.service[name].service
      launchType   = module.service[name].launch_type
      desiredCount = module.service[name].desired_count
      network      = module.service[name].network
      loadBalancer = module.service[name].load_balancer
      codeDeploy   = module.service[name].code_deploy
      lock         = "s3://${module.configuration.bucket}/slipway/${var.application}/{env}.lock"
    }
    verify = { url = "https://${environment.host}${var.health_check}" }
  } }
}

output "application" {
  description = "application of slipway.yml."
  value       = var.application
}

output "region" {
  description = "region of slipway.yml."
  value       = var.region
}

output "account" {
  description = "account of slipway.yml."
  value       = local.account
}

output "registry" {
  description = "registry of slipway.yml, which is this without being written."
  value       = "${local.account}.dkr.ecr.${var.region}.amazonaws.com"
}

output "repositories" {
  description = "Addresses of the repositories by name, for images.*.repository and pull.*.repository of slipway.yml."
  value       = module.repositories.urls
}

output "role" {
  description = "role of slipway.yml by environment, and AWS_ROLE_ARN of Bitbucket's deployment environment or GitHub's environment."
  value       = { for name, environment in local.slipway : name => environment.role }
}

output "deploy" {
  description = "deploy of slipway.yml by environment."
  value       = { for name, environment in local.slipway : name => environment.deploy }
}

output "verify" {
  description = "verify of slipway.yml by environment."
  value       = { for name, environment in local.slipway : name => environment.verify }
}

output "secrets" {
  description = "Where the files of secrets and environmentFiles go, by environment."
  value       = { for name, environment in local.environments : name => "s3://${module.configuration.bucket}/${environment.configuration}" }
}

output "secret_arns" {
  description = "ARNs of the secrets by name, for valueFrom in task definitions. from of slipway.yml: secretsmanager://NAME."
  value       = module.secrets.arns
}

output "execution_role_arn" {
  description = "executionRoleArn of the task definitions by environment."
  value       = { for name, roles in module.roles : name => roles.execution_role_arn }
}

output "task_role_arn" {
  description = "taskRoleArn of the task definitions by environment."
  value       = { for name, roles in module.roles : name => roles.task_role_arn }
}

output "log_group" {
  description = "awslogs-group of the task definitions by environment."
  value       = { for name, environment in local.environments : name => environment.log_group }
}

output "load_balancer" {
  description = "Names of the load balancers by environment, for records where Route 53 has not the zone."
  value       = { for name, load_balancer in module.load_balancer : name => load_balancer.dns_name }
}

output "connection_arn" {
  description = "The pipeline's connection; a new one is completed in the console (Developer Tools, Connections)."
  value       = one(module.pipeline[*].connection_arn)
}

output "slipway_yml" {
  description = "The key environments of slipway.yml, ready to be pasted: terraform output -raw slipway_yml."
  value       = templatefile("${path.module}/slipway.yml.tftpl", { environments = local.slipway })
}
