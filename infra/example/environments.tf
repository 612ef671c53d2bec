module "cluster" {
  source             = "../modules/cluster"
  for_each           = local.environments
  name               = each.value.cluster
  container_insights = each.value.container_insights
}

module "logs" {
  source   = "../modules/log-groups"
  for_each = local.environments
  names    = [each.value.log_group]
}

module "load_balancer" {
  source          = "../modules/load-balancer"
  for_each        = local.environments
  name            = each.value.name
  vpc_id          = module.network.vpc_id
  subnets         = module.network.public_subnets
  certificate_arn = var.certificate_arn != null ? var.certificate_arn : aws_acm_certificate_validation.this[0].certificate_arn
  strategy        = each.value.strategy
  test_port       = each.value.strategy == "rolling" ? null : 8443
  test_cidrs      = each.value.test_cidrs
  health_check    = { path = var.health_check }
}

module "roles" {
  source                   = "../modules/roles"
  for_each                 = local.environments
  application              = var.application
  environment              = each.key
  cluster                  = each.value.cluster
  service                  = each.value.service
  strategy                 = each.value.strategy
  load_balancer            = each.value.name
  repository_arns          = values(module.repositories.arns)
  log_group_arns           = values(module.logs[each.key].arns)
  configuration_bucket_arn = module.configuration.arn
  configuration_prefix     = each.value.configuration
  artifact_bucket_arn      = one(module.artifacts[*].arn)
  secret_arns              = [for name, arn in module.secrets.arns : arn if startswith(name, "${each.key}/")]
  execute_command          = each.value.execute_command
  scan                     = each.value.scan
  trust_statements         = module.oidc.trust_statements[each.key]
  policies                 = lookup(var.policies, each.key, {})

  # The builds that deal with the environment, and the deployer of the next one, which promotes what this one runs.
  trusted_role_arns = concat(
    [for name, project in local.projects : module.codebuild[name].role_arn if contains(project.environments, each.key)],
    [for index, stage in local.stages : local.environments[stage].deployer if index > 0 && try(local.stages[index - 1], null) == each.key],
  )
  viewer_trusted_role_arns = [for name, project in local.projects : module.codebuild[name].role_arn if contains(project.views, each.key)]

  assumable_role_arns = [for index, stage in local.stages : local.environments[local.stages[index - 1]].deployer if index > 0 && stage == each.key]
}

module "service" {
  source             = "../modules/service"
  for_each           = local.environments
  name               = each.value.service
  cluster            = module.cluster[each.key].cluster
  strategy           = each.value.strategy
  vpc_id             = module.network.vpc_id
  subnets            = module.network.task_subnets
  public_ip          = module.network.task_public_ip
  internet           = module.network.task_internet
  load_balancer      = module.load_balancer[each.key].load_balancer
  container          = var.container
  desired_count      = each.value.desired_count
  placeholder_image  = var.placeholder_image
  execution_role_arn = module.roles[each.key].execution_role_arn
  task_role_arn      = module.roles[each.key].task_role_arn
  shifting_role_arn  = module.roles[each.key].shifting_role_arn
  execute_command    = each.value.execute_command
}
