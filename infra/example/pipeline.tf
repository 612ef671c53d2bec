locals {
  # A project for each thing that is done, with a role for the environments that it deals with: what builds for staging cannot become production's deployer.
  # A preview runs pushed code that nobody has approved yet, and so becomes the viewer, which changes nothing.
  projects = var.pipeline == null ? {} : merge(
    {
      build = {
        description  = "Builds, tests and pushes, and writes the artifacts of ${local.stages[0]}"
        buildspec    = "buildspec-${local.stages[0]}.yml"
        environments = [local.stages[0]]
        views        = []
        outputs      = ["build"]
        privileged   = true
        compute_type = "BUILD_GENERAL1_MEDIUM"
        modes        = ["LOCAL_DOCKER_LAYER_CACHE", "LOCAL_CUSTOM_CACHE"]
      }
    },
    { for index, stage in local.stages : "deploy-${stage}" => {
      description  = index == 0 ? "Deploys a release to ${stage}" : "Promotes the release of ${local.stages[max(index - 1, 0)]} to ${stage}"
      buildspec    = templatefile("${path.module}/buildspecs/${index == 0 ? "deploy" : "promote"}.yml.tftpl", { environment = stage, slipway_deploys = local.deploys[stage] == "slipway" })
      environments = index == 0 ? [stage] : [local.stages[index - 1], stage]
      views        = []
      outputs      = local.deploys[stage] == "slipway" ? [] : [stage]
      privileged   = false
      compute_type = "BUILD_GENERAL1_SMALL"
      modes        = ["LOCAL_CUSTOM_CACHE"]
    } if index > 0 || local.deploys[stage] == "slipway" },
    { for index, stage in local.stages : "preview-${stage}" => {
      description  = "Shows what a deployment to ${stage} would change"
      buildspec    = templatefile("${path.module}/buildspecs/preview.yml.tftpl", { environment = stage, viewer = local.environments[stage].viewer })
      environments = []
      views        = [stage]
      outputs      = []
      privileged   = false
      compute_type = "BUILD_GENERAL1_SMALL"
      modes        = ["LOCAL_CUSTOM_CACHE"]
    } if index > 0 },
  )

  # CodePipeline's own action for rolling deployments leaves all of the task definition but its images as it is; Slipway registers it.
  deploys = { for stage in local.stages : stage => var.environments[stage].strategy == "blue-green" ? "code-deploy" : "slipway" }
}

module "artifacts" {
  source          = "../modules/bucket"
  count           = var.pipeline == null ? 0 : 1
  name            = "${var.application}-artifacts-${local.account}"
  noncurrent_days = 1
  expire_days     = 90
  force_destroy   = var.force_destroy
}

module "codebuild" {
  source              = "../modules/codebuild"
  for_each            = local.projects
  name                = "${var.application}-${each.key}"
  description         = each.value.description
  buildspec           = each.value.buildspec
  privileged          = each.value.privileged
  compute_type        = each.value.compute_type
  cache               = { modes = each.value.modes }
  arm                 = var.pipeline.arm
  secrets             = each.key != "build" || var.pipeline.docker_hub == null ? {} : { for member in ["username", "password"] : "DOCKERHUB_${upper(member)}" => "${var.pipeline.docker_hub}#${member}" }
  artifact_bucket_arn = module.artifacts[0].arn
  output_artifacts    = each.value.outputs
  role_arns           = concat([for environment in each.value.environments : local.environments[environment].deployer], [for environment in each.value.views : local.environments[environment].viewer])
  connection_arn      = var.pipeline.full_clone ? var.pipeline.connection_arn : null
  pipeline_location   = var.codebuild_location
}

module "pipeline" {
  source              = "../modules/pipeline"
  count               = var.pipeline == null || !var.create_pipeline ? 0 : 1
  name                = var.application
  repository          = var.pipeline.repository
  branch              = var.pipeline.branch
  provider_type       = var.pipeline.provider_type
  connection_arn      = var.pipeline.connection_arn
  full_clone          = var.pipeline.full_clone
  triggers            = var.pipeline.triggers
  variables           = var.pipeline.variables
  artifact_bucket_arn = module.artifacts[0].arn
  approval_topic_arn  = module.notifications.topic_arn
  build               = { project = module.codebuild["build"].project }
  task_role_arns      = flatten([for stage in local.stages : [module.roles[stage].execution_role_arn, module.roles[stage].task_role_arn]])

  stages = [for index, stage in local.stages : {
    environment = stage
    deploy      = local.deploys[stage]
    cluster     = module.service[stage].cluster
    service     = module.service[stage].service
    code_deploy = local.deploys[stage] == "code-deploy" ? {
      application      = module.service[stage].code_deploy.application
      deployment_group = module.service[stage].code_deploy.deploymentGroup
    } : null
    project = try(module.codebuild["deploy-${stage}"].project, null)
    approve = index > 0
    preview = try(module.codebuild["preview-${stage}"].project, null)
  }]
}
