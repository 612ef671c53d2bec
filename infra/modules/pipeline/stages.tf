# What each stage of the pipeline does. A deployment is a stage of its own, so that a rollback repeats the deployment and no approval or promotion.
locals {
  variables = [for name in keys(var.variables) : { name = name, value = "#{variables.${name}}", type = "PLAINTEXT" }]
  artifacts = { for index, stage in var.stages : stage.environment => index == 0 ? "build" : stage.environment }

  # Environments whose release is promoted before CodePipeline's own action deploys it.
  promoted = [for index, stage in var.stages : stage.environment if index > 0 && stage.deploy != "slipway"]

  build_actions = { for stage in var.stages : stage.environment => {
    ProjectName          = stage.project
    PrimarySource        = "source"
    EnvironmentVariables = jsonencode(local.variables)
  } }

  deploy_actions = { for stage in var.stages : stage.environment => {
    slipway = {
      category      = "Build", provider = "CodeBuild", inputs = ["source", "build"], timeout = null
      configuration = { for key, value in local.build_actions[stage.environment] : key => value if value != null && value != "[]" }
    }
    code-deploy = {
      category = "Deploy", provider = "CodeDeployToECS", inputs = [local.artifacts[stage.environment]], timeout = stage.timeout
      configuration = stage.code_deploy == null ? {} : {
        ApplicationName                = stage.code_deploy.application
        DeploymentGroupName            = stage.code_deploy.deployment_group
        TaskDefinitionTemplateArtifact = local.artifacts[stage.environment]
        TaskDefinitionTemplatePath     = "${stage.environment}-taskdef.json"
        AppSpecTemplateArtifact        = local.artifacts[stage.environment]
        AppSpecTemplatePath            = "appspec.yaml"
      }
    }
    ecs = {
      category = "Deploy", provider = "ECS", inputs = [local.artifacts[stage.environment]], timeout = null
      configuration = {
        ClusterName       = stage.cluster
        ServiceName       = stage.service
        FileName          = "imagedefinitions.json"
        DeploymentTimeout = tostring(stage.timeout)
      }
    }
  }[stage.deploy] }

  stages = concat(
    [
      {
        name = "Source", rollback = false
        actions = [{
          name = "Source", category = "Source", provider = "CodeStarSourceConnection", order = 1, namespace = "Source", inputs = [], outputs = ["source"], timeout = null
          configuration = {
            ConnectionArn        = local.connection_arn
            FullRepositoryId     = var.repository
            BranchName           = var.branch
            DetectChanges        = tostring(length(local.pushes) > 0)
            OutputArtifactFormat = var.full_clone ? "CODEBUILD_CLONE_REF" : "CODE_ZIP"
          }
        }]
      },
      {
        name = "Build", rollback = false
        actions = [{
          name          = "Build", category = "Build", provider = "CodeBuild", order = 1, namespace = "Build", inputs = ["source"], outputs = ["build"], timeout = null
          configuration = { for key, value in { ProjectName = var.build.project, EnvironmentVariables = jsonencode(local.variables) } : key => value if value != "[]" }
        }]
      },
    ],
    flatten([for stage in var.stages : concat(
      [for one in stage.approve ? [stage] : [] : {
        name = "Approve-${stage.environment}", rollback = false
        actions = [
          {
            name          = "Preview", category = "Build", provider = "CodeBuild", order = 1, namespace = "preview-${stage.environment}", inputs = ["source", "build"], outputs = [], timeout = null
            configuration = { for key, value in merge(local.build_actions[stage.environment], { ProjectName = stage.preview }) : key => value if value != null && value != "[]" }
          },
          {
            name = "Approve", category = "Approval", provider = "Manual", order = 2, namespace = null, inputs = [], outputs = [], timeout = var.approval_timeout
            configuration = { for key, value in {
              CustomData         = "Deploy commit #{Source.CommitId} (#{Source.CommitMessage}) to ${stage.environment}? What would change: #{preview-${stage.environment}.DIFF_URL}"
              ExternalEntityLink = "#{preview-${stage.environment}.DIFF_URL}"
              NotificationArn    = var.approval_topic_arn
            } : key => value if value != null }
          },
        ]
      }],
      [for one in contains(local.promoted, stage.environment) ? [stage] : [] : {
        name = "Promote-${stage.environment}", rollback = false
        actions = [{
          name          = "Promote", category = "Build", provider = "CodeBuild", order = 1, namespace = null, inputs = ["source", "build"], outputs = [stage.environment], timeout = null
          configuration = { for key, value in local.build_actions[stage.environment] : key => value if value != null && value != "[]" }
        }]
      }],
      [{
        name = "Deploy-${stage.environment}", rollback = var.rollback
        actions = [{
          name          = "Deploy"
          category      = local.deploy_actions[stage.environment].category
          provider      = local.deploy_actions[stage.environment].provider
          order         = 1
          namespace     = null
          inputs        = local.deploy_actions[stage.environment].inputs
          outputs       = []
          timeout       = local.deploy_actions[stage.environment].timeout
          configuration = local.deploy_actions[stage.environment].configuration
        }]
      }],
    )]),
  )
}
